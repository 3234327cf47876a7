CREATE TYPE "public"."actor_kind" AS ENUM('administrator', 'system');--> statement-breakpoint
CREATE TYPE "public"."certificate_state" AS ENUM('listed', 'retired');--> statement-breakpoint
CREATE TYPE "public"."access_point_kind" AS ENUM('wado', 'viewer');--> statement-breakpoint
CREATE TYPE "public"."drimbox_state" AS ENUM('imported', 'in-service', 'suspended', 'withdrawn');--> statement-breakpoint
CREATE TYPE "public"."number_act" AS ENUM('assigned', 'burnt');--> statement-breakpoint
CREATE TYPE "public"."suspension_level" AS ENUM('frozen', 'out');--> statement-breakpoint
CREATE TYPE "public"."import_outcome" AS ENUM('bootstrap', 'comparison');--> statement-breakpoint
CREATE TYPE "public"."operator_origin" AS ENUM('import', 'registration');--> statement-breakpoint
CREATE TYPE "public"."publication_kind" AS ENUM('removal', 're-sign', 'change');--> statement-breakpoint
CREATE TYPE "public"."publication_state" AS ENUM('draft', 'awaiting', 'approved', 'signing', 'served', 'refused', 'abandoned', 'superseded', 'expired');--> statement-breakpoint
CREATE TABLE "audit_event" (
	"seq" bigint GENERATED ALWAYS AS IDENTITY (sequence name "audit_event_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor_kind" "actor_kind" NOT NULL,
	"actor_id" text NOT NULL,
	"event" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"from_state" text,
	"to_state" text,
	"data" jsonb NOT NULL,
	"request_id" text,
	CONSTRAINT "audit_event_pk" PRIMARY KEY("seq"),
	CONSTRAINT "audit_event_id_once" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "certificate" (
	"id" uuid NOT NULL,
	"version" integer NOT NULL,
	"drimbox_id" uuid NOT NULL,
	"state" "certificate_state" NOT NULL,
	"dn" text NOT NULL,
	"der" "bytea",
	"fingerprint" text,
	"not_before" timestamp (3) with time zone,
	"not_after" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "certificate_pk" PRIMARY KEY("id"),
	CONSTRAINT "certificate_version_positive" CHECK (version > 0),
	CONSTRAINT "certificate_der_is_described" CHECK (num_nonnulls(der, fingerprint, not_before, not_after) IN (0, 4)),
	CONSTRAINT "certificate_fingerprint_form" CHECK (fingerprint ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
CREATE TABLE "access_point" (
	"id" uuid NOT NULL,
	"drimbox_id" uuid NOT NULL,
	"kind" "access_point_kind" NOT NULL,
	"host" text NOT NULL,
	"host_name" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "access_point_pk" PRIMARY KEY("id"),
	CONSTRAINT "access_point_kind_once" UNIQUE("drimbox_id","kind"),
	CONSTRAINT "access_point_host_is_its_name" CHECK (host_name = lower(host))
);
--> statement-breakpoint
CREATE TABLE "drimbox" (
	"id" uuid NOT NULL,
	"version" integer NOT NULL,
	"operator_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"state" "drimbox_state" NOT NULL,
	"suspension_level" "suspension_level",
	"resume_to" "drimbox_state",
	"reason" text,
	"position" integer NOT NULL,
	"support_contact" text NOT NULL,
	"added_at" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "drimbox_pk" PRIMARY KEY("id"),
	CONSTRAINT "drimbox_number_once" UNIQUE("number"),
	CONSTRAINT "drimbox_position_once" UNIQUE("position"),
	CONSTRAINT "drimbox_version_positive" CHECK (version > 0),
	CONSTRAINT "drimbox_number_range" CHECK (number BETWEEN 0 AND 999999999),
	CONSTRAINT "drimbox_suspension_has_level" CHECK ((state = 'suspended') = (suspension_level IS NOT NULL)),
	CONSTRAINT "drimbox_suspension_has_way_back" CHECK ((state = 'suspended') = (resume_to IS NOT NULL)),
	CONSTRAINT "drimbox_way_back_is_alive" CHECK (resume_to IS NULL OR resume_to IN ('imported', 'in-service'))
);
--> statement-breakpoint
CREATE TABLE "drimbox_number" (
	"number" integer NOT NULL,
	"act" "number_act" NOT NULL,
	"drimbox_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "drimbox_number_pk" PRIMARY KEY("number","act"),
	CONSTRAINT "drimbox_number_act_once" UNIQUE("drimbox_id","act")
);
--> statement-breakpoint
CREATE TABLE "host_name" (
	"name" text NOT NULL,
	"drimbox_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "host_name_once" PRIMARY KEY("name"),
	CONSTRAINT "host_name_drimbox_key" UNIQUE("name","drimbox_id"),
	CONSTRAINT "host_name_lower_case" CHECK (name = lower(name))
);
--> statement-breakpoint
CREATE TABLE "whitelist_import" (
	"id" uuid NOT NULL,
	"outcome" "import_outcome" NOT NULL,
	"digest" text NOT NULL,
	"file_sha256" text NOT NULL,
	"signed_at" timestamp (3) with time zone NOT NULL,
	"signer_dn" text NOT NULL,
	"signer_fingerprint" text NOT NULL,
	"verified_at" timestamp (3) with time zone NOT NULL,
	"entry_count" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "whitelist_import_pk" PRIMARY KEY("id"),
	CONSTRAINT "whitelist_import_entry_count" CHECK (entry_count >= 0)
);
--> statement-breakpoint
CREATE TABLE "instance" (
	"id" smallint NOT NULL,
	"trust_space" text NOT NULL,
	"space" text NOT NULL,
	"mode" text NOT NULL,
	"zone" text NOT NULL,
	"epoch" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "instance_pk" PRIMARY KEY("id"),
	CONSTRAINT "instance_is_one" CHECK (id = 1),
	CONSTRAINT "instance_space_known" CHECK (space IN ('TEST', 'PRODUCTION')),
	CONSTRAINT "instance_mode_known" CHECK (mode IN ('demo', 'real'))
);
--> statement-breakpoint
CREATE TABLE "operator" (
	"id" uuid NOT NULL,
	"version" integer NOT NULL,
	"name" text NOT NULL,
	"origin" "operator_origin" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "operator_pk" PRIMARY KEY("id"),
	CONSTRAINT "operator_name_once" UNIQUE("name"),
	CONSTRAINT "operator_version_positive" CHECK (version > 0),
	CONSTRAINT "operator_name_length" CHECK (char_length(name) BETWEEN 1 AND 1024)
);
--> statement-breakpoint
CREATE TABLE "approval" (
	"id" uuid NOT NULL,
	"publication_id" uuid NOT NULL,
	"kid" text NOT NULL,
	"jws" text NOT NULL,
	"jws_sha256" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "approval_pk" PRIMARY KEY("id"),
	CONSTRAINT "approval_once" UNIQUE("jws_sha256")
);
--> statement-breakpoint
CREATE TABLE "current_whitelist" (
	"id" smallint NOT NULL,
	"sequence" integer NOT NULL,
	CONSTRAINT "current_whitelist_pk" PRIMARY KEY("id"),
	CONSTRAINT "current_whitelist_is_one" CHECK (id = 1)
);
--> statement-breakpoint
CREATE TABLE "publication" (
	"id" uuid NOT NULL,
	"version" integer NOT NULL,
	"sequence" integer NOT NULL,
	"state" "publication_state" NOT NULL,
	"kind" "publication_kind" NOT NULL,
	"base_sequence" integer NOT NULL,
	"base_digest" text NOT NULL,
	"content" "bytea" NOT NULL,
	"content_digest" text NOT NULL,
	"lines_digest" text NOT NULL,
	"line_drimboxes" uuid[] NOT NULL,
	"line_dns" text[] NOT NULL,
	"gone" text[] NOT NULL,
	"entry_count" integer NOT NULL,
	"added" integer NOT NULL,
	"removed" integer NOT NULL,
	"changed" integer NOT NULL,
	"approvals_needed" smallint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"opened_at" timestamp (3) with time zone,
	"signed_at" timestamp (3) with time zone,
	"refusal_code" text,
	"refusal_detail" text,
	CONSTRAINT "publication_pk" PRIMARY KEY("id"),
	CONSTRAINT "publication_version_positive" CHECK (version > 0),
	CONSTRAINT "publication_sequence_after_base" CHECK (base_sequence >= 0 AND sequence > base_sequence),
	CONSTRAINT "publication_digest_form" CHECK (content_digest ~ '^[0-9a-f]{64}$' AND base_digest ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "publication_lines_counted" CHECK (cardinality(line_drimboxes) = entry_count AND cardinality(line_dns) = entry_count),
	CONSTRAINT "publication_approvals_needed" CHECK (approvals_needed BETWEEN 0 AND 2),
	CONSTRAINT "publication_change_is_approved" CHECK (kind <> 'change' OR approvals_needed > 0),
	CONSTRAINT "publication_open_is_dated" CHECK (state NOT IN ('signing', 'served', 'refused') OR opened_at IS NOT NULL),
	CONSTRAINT "publication_served_is_signed" CHECK (state <> 'served' OR signed_at IS NOT NULL)
);
--> statement-breakpoint
CREATE TABLE "publication_sequence" (
	"sequence" integer NOT NULL,
	"publication_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "publication_sequence_once" PRIMARY KEY("sequence"),
	CONSTRAINT "publication_sequence_publication_once" UNIQUE("publication_id"),
	CONSTRAINT "publication_sequence_positive" CHECK (sequence > 0)
);
--> statement-breakpoint
CREATE TABLE "signed_list" (
	"sequence" integer NOT NULL,
	"publication_id" uuid NOT NULL,
	"verdict" text NOT NULL,
	"bytes" "bytea" NOT NULL,
	"file_sha256" text NOT NULL,
	"signer_record" text NOT NULL,
	"signed_at" timestamp (3) with time zone,
	"signer_dn" text,
	"signer_fingerprint" text,
	"signer_not_after" timestamp (3) with time zone,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "signed_list_pk" PRIMARY KEY("sequence"),
	CONSTRAINT "signed_list_accepted_is_described" CHECK (verdict <> 'accepted' OR num_nulls(signed_at, signer_dn, signer_fingerprint, signer_not_after) = 0)
);
--> statement-breakpoint
ALTER TABLE "certificate" ADD CONSTRAINT "certificate_drimbox_fk" FOREIGN KEY ("drimbox_id") REFERENCES "public"."drimbox"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_point" ADD CONSTRAINT "access_point_host_name_fk" FOREIGN KEY ("host_name","drimbox_id") REFERENCES "public"."host_name"("name","drimbox_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drimbox" ADD CONSTRAINT "drimbox_operator_fk" FOREIGN KEY ("operator_id") REFERENCES "public"."operator"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drimbox_number" ADD CONSTRAINT "drimbox_number_drimbox_fk" FOREIGN KEY ("drimbox_id") REFERENCES "public"."drimbox"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "host_name" ADD CONSTRAINT "host_name_drimbox_fk" FOREIGN KEY ("drimbox_id") REFERENCES "public"."drimbox"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval" ADD CONSTRAINT "approval_publication_fk" FOREIGN KEY ("publication_id") REFERENCES "public"."publication"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "publication_sequence" ADD CONSTRAINT "publication_sequence_publication_fk" FOREIGN KEY ("publication_id") REFERENCES "public"."publication"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signed_list" ADD CONSTRAINT "signed_list_sequence_fk" FOREIGN KEY ("sequence") REFERENCES "public"."publication_sequence"("sequence") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signed_list" ADD CONSTRAINT "signed_list_publication_fk" FOREIGN KEY ("publication_id") REFERENCES "public"."publication"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "certificate_of_drimbox" ON "certificate" USING btree ("drimbox_id");--> statement-breakpoint
CREATE INDEX "drimbox_of_operator" ON "drimbox" USING btree ("operator_id");--> statement-breakpoint
CREATE INDEX "approval_of_publication" ON "approval" USING btree ("publication_id");--> statement-breakpoint
CREATE UNIQUE INDEX "publication_one_alive" ON "publication" USING btree ((true)) WHERE state IN ('draft', 'awaiting', 'approved', 'signing');--> statement-breakpoint
CREATE INDEX "publication_by_sequence" ON "publication" USING btree ("sequence");