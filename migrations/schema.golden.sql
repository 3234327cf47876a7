--
-- PostgreSQL database dump
--

\restrict golden


SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: public; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA public;


--
-- Name: SCHEMA public; Type: COMMENT; Schema: -; Owner: -
--

COMMENT ON SCHEMA public IS 'standard public schema';


--
-- Name: access_point_kind; Type: TYPE; Schema: public; Owner: -
--

CREATE TYPE public.access_point_kind AS ENUM (
    'wado',
    'viewer'
);


--
-- Name: actor_kind; Type: TYPE; Schema: public; Owner: -
--

CREATE TYPE public.actor_kind AS ENUM (
    'administrator',
    'system'
);


--
-- Name: certificate_state; Type: TYPE; Schema: public; Owner: -
--

CREATE TYPE public.certificate_state AS ENUM (
    'listed',
    'retired'
);


--
-- Name: drimbox_state; Type: TYPE; Schema: public; Owner: -
--

CREATE TYPE public.drimbox_state AS ENUM (
    'imported',
    'in-service',
    'suspended',
    'withdrawn'
);


--
-- Name: import_outcome; Type: TYPE; Schema: public; Owner: -
--

CREATE TYPE public.import_outcome AS ENUM (
    'bootstrap',
    'comparison'
);


--
-- Name: number_act; Type: TYPE; Schema: public; Owner: -
--

CREATE TYPE public.number_act AS ENUM (
    'assigned',
    'burnt'
);


--
-- Name: operator_origin; Type: TYPE; Schema: public; Owner: -
--

CREATE TYPE public.operator_origin AS ENUM (
    'import',
    'registration'
);


--
-- Name: publication_kind; Type: TYPE; Schema: public; Owner: -
--

CREATE TYPE public.publication_kind AS ENUM (
    'removal',
    're-sign',
    'change'
);


--
-- Name: publication_state; Type: TYPE; Schema: public; Owner: -
--

CREATE TYPE public.publication_state AS ENUM (
    'draft',
    'awaiting',
    'approved',
    'signing',
    'served',
    'refused',
    'abandoned',
    'superseded',
    'expired'
);


--
-- Name: suspension_level; Type: TYPE; Schema: public; Owner: -
--

CREATE TYPE public.suspension_level AS ENUM (
    'frozen',
    'out'
);


--
-- Name: current_whitelist_only_grows(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.current_whitelist_only_grows() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF NEW.sequence <= OLD.sequence THEN
    RAISE EXCEPTION 'the current whitelist only grows'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'current_whitelist_only_grows';
  END IF;
  IF NOT EXISTS (SELECT FROM signed_list WHERE sequence = NEW.sequence AND verdict = 'accepted') THEN
    RAISE EXCEPTION 'list % was not accepted', NEW.sequence
      USING ERRCODE = 'check_violation', CONSTRAINT = 'current_whitelist_is_accepted';
  END IF;
  RETURN NEW;
END $$;


--
-- Name: principal_operator(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.principal_operator() RETURNS uuid
    LANGUAGE sql STABLE
    AS $$
  SELECT nullif(current_setting('registry.principal_operator', true), '')::uuid
$$;


--
-- Name: principal_sees_all(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.principal_sees_all() RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
  SELECT coalesce(current_setting('registry.principal_kind', true) IN ('administrator', 'system'), false)
$$;


--
-- Name: publication_is_written_once(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.publication_is_written_once() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF (NEW.id, NEW.sequence, NEW.kind, NEW.base_sequence, NEW.base_digest, NEW.content, NEW.content_digest,
      NEW.lines_digest, NEW.line_drimboxes, NEW.line_dns, NEW.gone, NEW.entry_count, NEW.created_at)
     IS DISTINCT FROM
     (OLD.id, OLD.sequence, OLD.kind, OLD.base_sequence, OLD.base_digest, OLD.content, OLD.content_digest,
      OLD.lines_digest, OLD.line_drimboxes, OLD.line_dns, OLD.gone, OLD.entry_count, OLD.created_at) THEN
    RAISE EXCEPTION 'the content of publication % is written once', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'publication_is_written_once';
  END IF;
  IF OLD.state IN ('served', 'refused', 'abandoned', 'superseded', 'expired') AND NEW.state <> OLD.state THEN
    RAISE EXCEPTION 'publication % is % for ever', OLD.id, OLD.state
      USING ERRCODE = 'check_violation', CONSTRAINT = 'publication_is_over';
  END IF;
  RETURN NEW;
END $$;


--
-- Name: publication_lines_are_listed(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.publication_lines_are_listed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF EXISTS (
    SELECT line.drimbox_id, line.dn FROM unnest(NEW.line_drimboxes, NEW.line_dns) AS line (drimbox_id, dn)
    EXCEPT
    SELECT drimbox_id, certificate_dn FROM listed_line
  ) THEN
    RAISE EXCEPTION 'a line of publication % is not allowed on the list', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'publication_lines_are_listed';
  END IF;
  RETURN NEW;
END $$;


--
-- Name: refuse_change(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  RAISE EXCEPTION '% is insert-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: access_point; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.access_point (
    id uuid NOT NULL,
    drimbox_id uuid NOT NULL,
    kind public.access_point_kind NOT NULL,
    host text NOT NULL,
    host_name text NOT NULL,
    created_at timestamp(3) with time zone NOT NULL,
    CONSTRAINT access_point_host_is_its_name CHECK ((host_name = lower(host)))
);


--
-- Name: approval; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.approval (
    id uuid NOT NULL,
    publication_id uuid NOT NULL,
    kid text NOT NULL,
    jws text NOT NULL,
    jws_sha256 text NOT NULL,
    expires_at timestamp(3) with time zone NOT NULL,
    received_at timestamp(3) with time zone NOT NULL
);


--
-- Name: audit_event; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.audit_event (
    seq bigint NOT NULL,
    id uuid NOT NULL,
    at timestamp(3) with time zone NOT NULL,
    actor_kind public.actor_kind NOT NULL,
    actor_id text NOT NULL,
    event text NOT NULL,
    subject_kind text NOT NULL,
    subject_id text NOT NULL,
    from_state text,
    to_state text,
    data jsonb NOT NULL,
    request_id text
);


--
-- Name: audit_event_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.audit_event ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.audit_event_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: certificate; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.certificate (
    id uuid NOT NULL,
    version integer NOT NULL,
    drimbox_id uuid NOT NULL,
    state public.certificate_state NOT NULL,
    dn text NOT NULL,
    der bytea,
    fingerprint text,
    not_before timestamp(3) with time zone,
    not_after timestamp(3) with time zone,
    created_at timestamp(3) with time zone NOT NULL,
    updated_at timestamp(3) with time zone NOT NULL,
    CONSTRAINT certificate_der_is_described CHECK ((num_nonnulls(der, fingerprint, not_before, not_after) = ANY (ARRAY[0, 4]))),
    CONSTRAINT certificate_fingerprint_form CHECK ((fingerprint ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT certificate_version_positive CHECK ((version > 0))
);


--
-- Name: current_whitelist; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.current_whitelist (
    id smallint NOT NULL,
    sequence integer NOT NULL,
    CONSTRAINT current_whitelist_is_one CHECK ((id = 1))
);


--
-- Name: drimbox; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.drimbox (
    id uuid NOT NULL,
    version integer NOT NULL,
    operator_id uuid NOT NULL,
    number integer NOT NULL,
    state public.drimbox_state NOT NULL,
    suspension_level public.suspension_level,
    resume_to public.drimbox_state,
    reason text,
    "position" integer NOT NULL,
    support_contact text NOT NULL,
    added_at text NOT NULL,
    created_at timestamp(3) with time zone NOT NULL,
    updated_at timestamp(3) with time zone NOT NULL,
    CONSTRAINT drimbox_number_range CHECK (((number >= 0) AND (number <= 999999999))),
    CONSTRAINT drimbox_suspension_has_level CHECK (((state = 'suspended'::public.drimbox_state) = (suspension_level IS NOT NULL))),
    CONSTRAINT drimbox_suspension_has_way_back CHECK (((state = 'suspended'::public.drimbox_state) = (resume_to IS NOT NULL))),
    CONSTRAINT drimbox_version_positive CHECK ((version > 0)),
    CONSTRAINT drimbox_way_back_is_alive CHECK (((resume_to IS NULL) OR (resume_to = ANY (ARRAY['imported'::public.drimbox_state, 'in-service'::public.drimbox_state]))))
);


--
-- Name: drimbox_number; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.drimbox_number (
    number integer NOT NULL,
    act public.number_act NOT NULL,
    drimbox_id uuid NOT NULL,
    at timestamp(3) with time zone NOT NULL
);


--
-- Name: host_name; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.host_name (
    name text NOT NULL,
    drimbox_id uuid NOT NULL,
    at timestamp(3) with time zone NOT NULL,
    CONSTRAINT host_name_lower_case CHECK ((name = lower(name)))
);


--
-- Name: instance; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.instance (
    id smallint NOT NULL,
    trust_space text NOT NULL,
    space text NOT NULL,
    mode text NOT NULL,
    zone text NOT NULL,
    epoch uuid NOT NULL,
    created_at timestamp(3) with time zone NOT NULL,
    CONSTRAINT instance_is_one CHECK ((id = 1)),
    CONSTRAINT instance_mode_known CHECK ((mode = ANY (ARRAY['demo'::text, 'real'::text]))),
    CONSTRAINT instance_space_known CHECK ((space = ANY (ARRAY['TEST'::text, 'PRODUCTION'::text])))
);


--
-- Name: operator; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.operator (
    id uuid NOT NULL,
    version integer NOT NULL,
    name text NOT NULL,
    origin public.operator_origin NOT NULL,
    created_at timestamp(3) with time zone NOT NULL,
    updated_at timestamp(3) with time zone NOT NULL,
    CONSTRAINT operator_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 1024))),
    CONSTRAINT operator_version_positive CHECK ((version > 0))
);


--
-- Name: listed_line; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.listed_line WITH (security_invoker='true') AS
 SELECT drimbox.id AS drimbox_id,
    line.certificate_id,
    drimbox."position",
    drimbox.number,
    wado.host AS wado_host,
    COALESCE(viewer.host, ''::text) AS viewer_host,
    operator.name AS denomination,
    line.dn AS certificate_dn,
    drimbox.support_contact,
    drimbox.added_at
   FROM ((((public.drimbox
     JOIN public.operator ON ((operator.id = drimbox.operator_id)))
     JOIN public.access_point wado ON (((wado.drimbox_id = drimbox.id) AND (wado.kind = 'wado'::public.access_point_kind))))
     LEFT JOIN public.access_point viewer ON (((viewer.drimbox_id = drimbox.id) AND (viewer.kind = 'viewer'::public.access_point_kind))))
     JOIN ( SELECT DISTINCT ON (certificate.drimbox_id, certificate.dn) certificate.drimbox_id,
            certificate.dn,
            certificate.id AS certificate_id
           FROM public.certificate
          WHERE (certificate.state = 'listed'::public.certificate_state)
          ORDER BY certificate.drimbox_id, certificate.dn, certificate.id) line ON ((line.drimbox_id = drimbox.id)))
  WHERE ((drimbox.state = ANY (ARRAY['imported'::public.drimbox_state, 'in-service'::public.drimbox_state])) OR ((drimbox.state = 'suspended'::public.drimbox_state) AND (drimbox.suspension_level = 'frozen'::public.suspension_level)));


--
-- Name: publication; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.publication (
    id uuid NOT NULL,
    version integer NOT NULL,
    sequence integer NOT NULL,
    state public.publication_state NOT NULL,
    kind public.publication_kind NOT NULL,
    base_sequence integer NOT NULL,
    base_digest text NOT NULL,
    content bytea NOT NULL,
    content_digest text NOT NULL,
    lines_digest text NOT NULL,
    line_drimboxes uuid[] NOT NULL,
    line_dns text[] NOT NULL,
    gone text[] NOT NULL,
    entry_count integer NOT NULL,
    added integer NOT NULL,
    removed integer NOT NULL,
    changed integer NOT NULL,
    approvals_needed smallint NOT NULL,
    created_at timestamp(3) with time zone NOT NULL,
    updated_at timestamp(3) with time zone NOT NULL,
    opened_at timestamp(3) with time zone,
    signed_at timestamp(3) with time zone,
    refusal_code text,
    refusal_detail text,
    CONSTRAINT publication_approvals_needed CHECK (((approvals_needed >= 0) AND (approvals_needed <= 2))),
    CONSTRAINT publication_change_is_approved CHECK (((kind <> 'change'::public.publication_kind) OR (approvals_needed > 0))),
    CONSTRAINT publication_digest_form CHECK (((content_digest ~ '^[0-9a-f]{64}$'::text) AND (base_digest ~ '^[0-9a-f]{64}$'::text))),
    CONSTRAINT publication_lines_counted CHECK (((cardinality(line_drimboxes) = entry_count) AND (cardinality(line_dns) = entry_count))),
    CONSTRAINT publication_open_is_dated CHECK (((state <> ALL (ARRAY['signing'::public.publication_state, 'served'::public.publication_state, 'refused'::public.publication_state])) OR (opened_at IS NOT NULL))),
    CONSTRAINT publication_sequence_after_base CHECK (((base_sequence >= 0) AND (sequence > base_sequence))),
    CONSTRAINT publication_served_is_signed CHECK (((state <> 'served'::public.publication_state) OR (signed_at IS NOT NULL))),
    CONSTRAINT publication_version_positive CHECK ((version > 0))
);


--
-- Name: publication_sequence; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.publication_sequence (
    sequence integer NOT NULL,
    publication_id uuid NOT NULL,
    at timestamp(3) with time zone NOT NULL,
    CONSTRAINT publication_sequence_positive CHECK ((sequence > 0))
);


--
-- Name: signed_list; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.signed_list (
    sequence integer NOT NULL,
    publication_id uuid NOT NULL,
    verdict text NOT NULL,
    bytes bytea NOT NULL,
    file_sha256 text NOT NULL,
    signer_record text NOT NULL,
    signed_at timestamp(3) with time zone,
    signer_dn text,
    signer_fingerprint text,
    signer_not_after timestamp(3) with time zone,
    at timestamp(3) with time zone NOT NULL,
    CONSTRAINT signed_list_accepted_is_described CHECK (((verdict <> 'accepted'::text) OR (num_nulls(signed_at, signer_dn, signer_fingerprint, signer_not_after) = 0)))
);


--
-- Name: whitelist_import; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.whitelist_import (
    id uuid NOT NULL,
    outcome public.import_outcome NOT NULL,
    digest text NOT NULL,
    file_sha256 text NOT NULL,
    signed_at timestamp(3) with time zone NOT NULL,
    signer_dn text NOT NULL,
    signer_fingerprint text NOT NULL,
    verified_at timestamp(3) with time zone NOT NULL,
    entry_count integer NOT NULL,
    at timestamp(3) with time zone NOT NULL,
    CONSTRAINT whitelist_import_entry_count CHECK ((entry_count >= 0))
);


--
-- Name: access_point access_point_kind_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access_point
    ADD CONSTRAINT access_point_kind_once UNIQUE (drimbox_id, kind);


--
-- Name: access_point access_point_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access_point
    ADD CONSTRAINT access_point_pk PRIMARY KEY (id);


--
-- Name: approval approval_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.approval
    ADD CONSTRAINT approval_once UNIQUE (jws_sha256);


--
-- Name: approval approval_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.approval
    ADD CONSTRAINT approval_pk PRIMARY KEY (id);


--
-- Name: audit_event audit_event_id_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit_event
    ADD CONSTRAINT audit_event_id_once UNIQUE (id);


--
-- Name: audit_event audit_event_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit_event
    ADD CONSTRAINT audit_event_pk PRIMARY KEY (seq);


--
-- Name: certificate certificate_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.certificate
    ADD CONSTRAINT certificate_pk PRIMARY KEY (id);


--
-- Name: current_whitelist current_whitelist_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.current_whitelist
    ADD CONSTRAINT current_whitelist_pk PRIMARY KEY (id);


--
-- Name: drimbox_number drimbox_number_act_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.drimbox_number
    ADD CONSTRAINT drimbox_number_act_once UNIQUE (drimbox_id, act);


--
-- Name: drimbox drimbox_number_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.drimbox
    ADD CONSTRAINT drimbox_number_once UNIQUE (number);


--
-- Name: drimbox_number drimbox_number_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.drimbox_number
    ADD CONSTRAINT drimbox_number_pk PRIMARY KEY (number, act);


--
-- Name: drimbox drimbox_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.drimbox
    ADD CONSTRAINT drimbox_pk PRIMARY KEY (id);


--
-- Name: drimbox drimbox_position_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.drimbox
    ADD CONSTRAINT drimbox_position_once UNIQUE ("position");


--
-- Name: host_name host_name_drimbox_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.host_name
    ADD CONSTRAINT host_name_drimbox_key UNIQUE (name, drimbox_id);


--
-- Name: host_name host_name_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.host_name
    ADD CONSTRAINT host_name_once PRIMARY KEY (name);


--
-- Name: instance instance_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.instance
    ADD CONSTRAINT instance_pk PRIMARY KEY (id);


--
-- Name: operator operator_name_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.operator
    ADD CONSTRAINT operator_name_once UNIQUE (name);


--
-- Name: operator operator_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.operator
    ADD CONSTRAINT operator_pk PRIMARY KEY (id);


--
-- Name: publication publication_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.publication
    ADD CONSTRAINT publication_pk PRIMARY KEY (id);


--
-- Name: publication_sequence publication_sequence_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.publication_sequence
    ADD CONSTRAINT publication_sequence_once PRIMARY KEY (sequence);


--
-- Name: publication_sequence publication_sequence_publication_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.publication_sequence
    ADD CONSTRAINT publication_sequence_publication_once UNIQUE (publication_id);


--
-- Name: signed_list signed_list_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.signed_list
    ADD CONSTRAINT signed_list_pk PRIMARY KEY (sequence);


--
-- Name: whitelist_import whitelist_import_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.whitelist_import
    ADD CONSTRAINT whitelist_import_pk PRIMARY KEY (id);


--
-- Name: approval_of_publication; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX approval_of_publication ON public.approval USING btree (publication_id);


--
-- Name: certificate_of_drimbox; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX certificate_of_drimbox ON public.certificate USING btree (drimbox_id);


--
-- Name: drimbox_of_operator; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX drimbox_of_operator ON public.drimbox USING btree (operator_id);


--
-- Name: publication_by_sequence; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX publication_by_sequence ON public.publication USING btree (sequence);


--
-- Name: publication_one_alive; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX publication_one_alive ON public.publication USING btree ((true)) WHERE (state = ANY (ARRAY['draft'::public.publication_state, 'awaiting'::public.publication_state, 'approved'::public.publication_state, 'signing'::public.publication_state]));


--
-- Name: access_point access_point_never_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER access_point_never_deleted BEFORE DELETE ON public.access_point FOR EACH ROW EXECUTE FUNCTION public.refuse_change();


--
-- Name: access_point access_point_never_emptied; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER access_point_never_emptied BEFORE TRUNCATE ON public.access_point FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: approval approval_insert_only; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER approval_insert_only BEFORE DELETE OR UPDATE ON public.approval FOR EACH ROW EXECUTE FUNCTION public.refuse_change();


--
-- Name: approval approval_never_emptied; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER approval_never_emptied BEFORE TRUNCATE ON public.approval FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: audit_event audit_event_insert_only; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER audit_event_insert_only BEFORE DELETE OR UPDATE ON public.audit_event FOR EACH ROW EXECUTE FUNCTION public.refuse_change();


--
-- Name: audit_event audit_event_never_emptied; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER audit_event_never_emptied BEFORE TRUNCATE ON public.audit_event FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: certificate certificate_never_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER certificate_never_deleted BEFORE DELETE ON public.certificate FOR EACH ROW EXECUTE FUNCTION public.refuse_change();


--
-- Name: certificate certificate_never_emptied; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER certificate_never_emptied BEFORE TRUNCATE ON public.certificate FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: current_whitelist current_whitelist_never_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER current_whitelist_never_deleted BEFORE DELETE ON public.current_whitelist FOR EACH ROW EXECUTE FUNCTION public.refuse_change();


--
-- Name: current_whitelist current_whitelist_never_emptied; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER current_whitelist_never_emptied BEFORE TRUNCATE ON public.current_whitelist FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: current_whitelist current_whitelist_only_grows; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER current_whitelist_only_grows BEFORE UPDATE ON public.current_whitelist FOR EACH ROW EXECUTE FUNCTION public.current_whitelist_only_grows();


--
-- Name: drimbox drimbox_never_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER drimbox_never_deleted BEFORE DELETE ON public.drimbox FOR EACH ROW EXECUTE FUNCTION public.refuse_change();


--
-- Name: drimbox drimbox_never_emptied; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER drimbox_never_emptied BEFORE TRUNCATE ON public.drimbox FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: drimbox_number drimbox_number_insert_only; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER drimbox_number_insert_only BEFORE DELETE OR UPDATE ON public.drimbox_number FOR EACH ROW EXECUTE FUNCTION public.refuse_change();


--
-- Name: drimbox_number drimbox_number_never_emptied; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER drimbox_number_never_emptied BEFORE TRUNCATE ON public.drimbox_number FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: host_name host_name_insert_only; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER host_name_insert_only BEFORE DELETE OR UPDATE ON public.host_name FOR EACH ROW EXECUTE FUNCTION public.refuse_change();


--
-- Name: host_name host_name_never_emptied; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER host_name_never_emptied BEFORE TRUNCATE ON public.host_name FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: instance instance_insert_only; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER instance_insert_only BEFORE DELETE OR UPDATE ON public.instance FOR EACH ROW EXECUTE FUNCTION public.refuse_change();


--
-- Name: instance instance_never_emptied; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER instance_never_emptied BEFORE TRUNCATE ON public.instance FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: operator operator_never_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER operator_never_deleted BEFORE DELETE ON public.operator FOR EACH ROW EXECUTE FUNCTION public.refuse_change();


--
-- Name: operator operator_never_emptied; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER operator_never_emptied BEFORE TRUNCATE ON public.operator FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: publication publication_is_written_once; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER publication_is_written_once BEFORE UPDATE ON public.publication FOR EACH ROW EXECUTE FUNCTION public.publication_is_written_once();


--
-- Name: publication publication_lines_are_listed_when_opened; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER publication_lines_are_listed_when_opened BEFORE UPDATE ON public.publication FOR EACH ROW WHEN (((new.state = 'signing'::public.publication_state) AND (old.state <> 'signing'::public.publication_state))) EXECUTE FUNCTION public.publication_lines_are_listed();


--
-- Name: publication publication_lines_are_listed_when_written; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER publication_lines_are_listed_when_written BEFORE INSERT ON public.publication FOR EACH ROW EXECUTE FUNCTION public.publication_lines_are_listed();


--
-- Name: publication publication_never_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER publication_never_deleted BEFORE DELETE ON public.publication FOR EACH ROW EXECUTE FUNCTION public.refuse_change();


--
-- Name: publication publication_never_emptied; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER publication_never_emptied BEFORE TRUNCATE ON public.publication FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: publication_sequence publication_sequence_insert_only; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER publication_sequence_insert_only BEFORE DELETE OR UPDATE ON public.publication_sequence FOR EACH ROW EXECUTE FUNCTION public.refuse_change();


--
-- Name: publication_sequence publication_sequence_never_emptied; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER publication_sequence_never_emptied BEFORE TRUNCATE ON public.publication_sequence FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: signed_list signed_list_insert_only; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER signed_list_insert_only BEFORE DELETE OR UPDATE ON public.signed_list FOR EACH ROW EXECUTE FUNCTION public.refuse_change();


--
-- Name: signed_list signed_list_never_emptied; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER signed_list_never_emptied BEFORE TRUNCATE ON public.signed_list FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: whitelist_import whitelist_import_insert_only; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER whitelist_import_insert_only BEFORE DELETE OR UPDATE ON public.whitelist_import FOR EACH ROW EXECUTE FUNCTION public.refuse_change();


--
-- Name: whitelist_import whitelist_import_never_emptied; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER whitelist_import_never_emptied BEFORE TRUNCATE ON public.whitelist_import FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: access_point access_point_host_name_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access_point
    ADD CONSTRAINT access_point_host_name_fk FOREIGN KEY (host_name, drimbox_id) REFERENCES public.host_name(name, drimbox_id);


--
-- Name: approval approval_publication_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.approval
    ADD CONSTRAINT approval_publication_fk FOREIGN KEY (publication_id) REFERENCES public.publication(id);


--
-- Name: certificate certificate_drimbox_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.certificate
    ADD CONSTRAINT certificate_drimbox_fk FOREIGN KEY (drimbox_id) REFERENCES public.drimbox(id);


--
-- Name: drimbox_number drimbox_number_drimbox_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.drimbox_number
    ADD CONSTRAINT drimbox_number_drimbox_fk FOREIGN KEY (drimbox_id) REFERENCES public.drimbox(id);


--
-- Name: drimbox drimbox_operator_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.drimbox
    ADD CONSTRAINT drimbox_operator_fk FOREIGN KEY (operator_id) REFERENCES public.operator(id);


--
-- Name: host_name host_name_drimbox_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.host_name
    ADD CONSTRAINT host_name_drimbox_fk FOREIGN KEY (drimbox_id) REFERENCES public.drimbox(id);


--
-- Name: publication_sequence publication_sequence_publication_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.publication_sequence
    ADD CONSTRAINT publication_sequence_publication_fk FOREIGN KEY (publication_id) REFERENCES public.publication(id);


--
-- Name: signed_list signed_list_publication_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.signed_list
    ADD CONSTRAINT signed_list_publication_fk FOREIGN KEY (publication_id) REFERENCES public.publication(id);


--
-- Name: signed_list signed_list_sequence_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.signed_list
    ADD CONSTRAINT signed_list_sequence_fk FOREIGN KEY (sequence) REFERENCES public.publication_sequence(sequence);


--
-- Name: access_point; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.access_point ENABLE ROW LEVEL SECURITY;

--
-- Name: access_point access_point_own; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY access_point_own ON public.access_point USING ((EXISTS ( SELECT
   FROM public.drimbox
  WHERE (drimbox.id = access_point.drimbox_id))));


--
-- Name: certificate; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.certificate ENABLE ROW LEVEL SECURITY;

--
-- Name: certificate certificate_own; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY certificate_own ON public.certificate USING ((EXISTS ( SELECT
   FROM public.drimbox
  WHERE (drimbox.id = certificate.drimbox_id))));


--
-- Name: drimbox; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.drimbox ENABLE ROW LEVEL SECURITY;

--
-- Name: drimbox drimbox_own; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY drimbox_own ON public.drimbox USING ((public.principal_sees_all() OR (operator_id = public.principal_operator())));


--
-- Name: operator; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.operator ENABLE ROW LEVEL SECURITY;

--
-- Name: operator operator_own; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY operator_own ON public.operator USING ((public.principal_sees_all() OR (id = public.principal_operator())));


--
-- Name: SCHEMA public; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA public TO registry_api;
GRANT USAGE ON SCHEMA public TO registry_prober;
GRANT USAGE ON SCHEMA public TO registry_housekeeper;


--
-- Name: TABLE access_point; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.access_point TO registry_api;


--
-- Name: TABLE approval; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.approval TO registry_api;


--
-- Name: TABLE audit_event; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.audit_event TO registry_api;


--
-- Name: TABLE certificate; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.certificate TO registry_api;


--
-- Name: COLUMN certificate.version; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(version) ON TABLE public.certificate TO registry_api;


--
-- Name: COLUMN certificate.state; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(state) ON TABLE public.certificate TO registry_api;


--
-- Name: COLUMN certificate.updated_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(updated_at) ON TABLE public.certificate TO registry_api;


--
-- Name: TABLE current_whitelist; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.current_whitelist TO registry_api;


--
-- Name: COLUMN current_whitelist.sequence; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(sequence) ON TABLE public.current_whitelist TO registry_api;


--
-- Name: TABLE drimbox; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.drimbox TO registry_api;


--
-- Name: COLUMN drimbox.version; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(version) ON TABLE public.drimbox TO registry_api;


--
-- Name: COLUMN drimbox.state; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(state) ON TABLE public.drimbox TO registry_api;


--
-- Name: COLUMN drimbox.suspension_level; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(suspension_level) ON TABLE public.drimbox TO registry_api;


--
-- Name: COLUMN drimbox.resume_to; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(resume_to) ON TABLE public.drimbox TO registry_api;


--
-- Name: COLUMN drimbox.reason; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(reason) ON TABLE public.drimbox TO registry_api;


--
-- Name: COLUMN drimbox.updated_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(updated_at) ON TABLE public.drimbox TO registry_api;


--
-- Name: TABLE drimbox_number; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.drimbox_number TO registry_api;


--
-- Name: TABLE host_name; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.host_name TO registry_api;


--
-- Name: TABLE instance; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.instance TO registry_api;


--
-- Name: TABLE operator; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.operator TO registry_api;


--
-- Name: COLUMN operator.version; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(version) ON TABLE public.operator TO registry_api;


--
-- Name: COLUMN operator.updated_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(updated_at) ON TABLE public.operator TO registry_api;


--
-- Name: TABLE listed_line; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.listed_line TO registry_api;


--
-- Name: TABLE publication; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.publication TO registry_api;


--
-- Name: COLUMN publication.version; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(version) ON TABLE public.publication TO registry_api;


--
-- Name: COLUMN publication.state; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(state) ON TABLE public.publication TO registry_api;


--
-- Name: COLUMN publication.approvals_needed; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(approvals_needed) ON TABLE public.publication TO registry_api;


--
-- Name: COLUMN publication.updated_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(updated_at) ON TABLE public.publication TO registry_api;


--
-- Name: COLUMN publication.opened_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(opened_at) ON TABLE public.publication TO registry_api;


--
-- Name: COLUMN publication.signed_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(signed_at) ON TABLE public.publication TO registry_api;


--
-- Name: COLUMN publication.refusal_code; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(refusal_code) ON TABLE public.publication TO registry_api;


--
-- Name: COLUMN publication.refusal_detail; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(refusal_detail) ON TABLE public.publication TO registry_api;


--
-- Name: TABLE publication_sequence; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.publication_sequence TO registry_api;


--
-- Name: TABLE signed_list; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.signed_list TO registry_api;


--
-- Name: TABLE whitelist_import; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.whitelist_import TO registry_api;


--
-- PostgreSQL database dump complete
--

\unrestrict golden

