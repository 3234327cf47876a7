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
-- Name: audit_event_follows(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.audit_event_follows() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE last bigint;
BEGIN
  SELECT greatest((SELECT max(seq) FROM audit_event), (SELECT seq FROM audit_head)) INTO last;
  IF NEW.hash IS NULL OR NEW.seq <> last + 1 THEN
    RAISE EXCEPTION 'audit event % does not follow %', NEW.seq, last
      USING ERRCODE = 'check_violation', CONSTRAINT = 'audit_event_follows';
  END IF;
  RETURN NEW;
END $$;


--
-- Name: audit_head_is_last(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.audit_head_is_last() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM audit_event WHERE seq = NEW.seq AND hash = NEW.hash
                    AND seq = (SELECT max(seq) FROM audit_event)) THEN
    RAISE EXCEPTION 'the head of the audit is its last event'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'audit_head_is_last';
  END IF;
  RETURN NEW;
END $$;


--
-- Name: commitment_is_over(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.commitment_is_over() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  RAISE EXCEPTION 'commitment % has ended for ever', OLD.id
    USING ERRCODE = 'check_violation', CONSTRAINT = 'commitment_is_over';
END $$;


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
-- Name: decision_has_its_people(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.decision_has_its_people() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF (SELECT count(DISTINCT person_id) FROM decision_act
       WHERE decision_id = NEW.id AND verdict IN ('propose', 'approve')) < 2 THEN
    RAISE EXCEPTION 'decision % needs two persons', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_has_its_people';
  END IF;
  RETURN NEW;
END $$;


--
-- Name: decision_is_written_once(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.decision_is_written_once() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF (NEW.id, NEW.class, NEW.subject_kind, NEW.subject_id, NEW.subject_version, NEW.event, NEW.organisation_id,
      NEW.payload, NEW.shown, NEW.digest, NEW.proposed_by, NEW.created_at)
     IS DISTINCT FROM
     (OLD.id, OLD.class, OLD.subject_kind, OLD.subject_id, OLD.subject_version, OLD.event, OLD.organisation_id,
      OLD.payload, OLD.shown, OLD.digest, OLD.proposed_by, OLD.created_at) THEN
    RAISE EXCEPTION 'what decision % is about is written once', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_is_written_once';
  END IF;
  IF OLD.state IN ('approved', 'refused', 'withdrawn', 'expired', 'void', 'confirmed') AND NEW.state <> OLD.state THEN
    RAISE EXCEPTION 'decision % is % for ever', OLD.id, OLD.state
      USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_is_over';
  END IF;
  RETURN NEW;
END $$;


--
-- Name: display_name_is_taken(text, uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.display_name_is_taken(skeleton text, own uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT EXISTS (SELECT FROM organisation
                  WHERE display_skeleton = skeleton AND state <> 'closed' AND id IS DISTINCT FROM own)
$$;


--
-- Name: document_is_written_once(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.document_is_written_once() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF (NEW.id, NEW.uploaded_by, NEW.purpose, NEW.name, NEW.media_type, NEW.size, NEW.sha256, NEW.content, NEW.created_at)
     IS DISTINCT FROM
     (OLD.id, OLD.uploaded_by, OLD.purpose, OLD.name, OLD.media_type, OLD.size, OLD.sha256, OLD.content, OLD.created_at)
     OR OLD.organisation_id IS NOT NULL AND NEW.organisation_id IS DISTINCT FROM OLD.organisation_id THEN
    RAISE EXCEPTION 'document % is written once', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'document_is_written_once';
  END IF;
  RETURN NEW;
END $$;


--
-- Name: end_sessions_of(uuid, timestamp with time zone); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.end_sessions_of(whose uuid, at timestamp with time zone) RETURNS SETOF uuid
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  UPDATE session SET ended_at = at
   WHERE person_id = whose AND ended_at IS NULL
     AND (principal_sees_all() OR whose = principal_person()
          OR EXISTS (SELECT FROM membership WHERE membership.person_id = whose AND principal_in(organisation_id)))
  RETURNING id
$$;


--
-- Name: persons_are_in_doubt(uuid, uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.persons_are_in_doubt(one uuid, other uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  SELECT EXISTS (SELECT FROM person AS a JOIN person AS b ON lower(a.mail) = lower(b.mail)
                  WHERE a.id = one AND b.id = other)
      OR EXISTS (SELECT FROM authenticator AS a JOIN authenticator AS b ON a.public_key = b.public_key
                  WHERE a.person_id = one AND b.person_id = other)
$$;


--
-- Name: principal_in(uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.principal_in(organisation uuid) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
  SELECT coalesce(organisation = ANY (nullif(current_setting('registry.principal_organisations', true), '')::uuid[]), false)
$$;


--
-- Name: principal_is_known(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.principal_is_known() RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
  SELECT coalesce(current_setting('registry.principal_kind', true) IN ('party', 'agency', 'system'), false)
$$;


--
-- Name: principal_is_system(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.principal_is_system() RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
  SELECT coalesce(current_setting('registry.principal_kind', true) = 'system', false)
$$;


--
-- Name: principal_organisations(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.principal_organisations() RETURNS uuid[]
    LANGUAGE sql STABLE
    AS $$
  SELECT coalesce(nullif(current_setting('registry.principal_organisations', true), '')::uuid[], '{}')
$$;


--
-- Name: principal_person(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.principal_person() RETURNS uuid
    LANGUAGE sql STABLE
    AS $$
  SELECT nullif(current_setting('registry.principal_person', true), '')::uuid
$$;


--
-- Name: principal_sees_all(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.principal_sees_all() RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
  SELECT coalesce(current_setting('registry.principal_kind', true) IN ('agency', 'system'), false)
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
-- Name: admission; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.admission (
    id uuid NOT NULL,
    version integer NOT NULL,
    author_id uuid NOT NULL,
    state text NOT NULL,
    form jsonb NOT NULL,
    display_name text,
    siren text,
    claimed_by uuid,
    asked jsonb,
    motive text,
    waiting_since timestamp(3) with time zone NOT NULL,
    due_at timestamp(3) with time zone,
    reminded_at timestamp(3) with time zone,
    submitted_at timestamp(3) with time zone,
    organisation_id uuid,
    created_at timestamp(3) with time zone NOT NULL,
    updated_at timestamp(3) with time zone NOT NULL,
    CONSTRAINT admission_accepted_has_organisation CHECK (((state = 'accepted'::text) = (organisation_id IS NOT NULL))),
    CONSTRAINT admission_state_known CHECK ((state = ANY (ARRAY['draft'::text, 'incomplete'::text, 'submitted'::text, 'under-review'::text, 'accepted'::text, 'refused'::text, 'abandoned'::text]))),
    CONSTRAINT admission_under_review_is_claimed CHECK (((state <> 'under-review'::text) OR (claimed_by IS NOT NULL))),
    CONSTRAINT admission_version_positive CHECK ((version > 0))
);


--
-- Name: admission_piece; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.admission_piece (
    admission_id uuid NOT NULL,
    kind text NOT NULL,
    document_id uuid,
    note text,
    verdict text,
    verdict_by uuid,
    motive text,
    valid_until timestamp(3) with time zone,
    updated_at timestamp(3) with time zone NOT NULL,
    CONSTRAINT admission_piece_verdict_by_somebody CHECK (((verdict IS NULL) = (verdict_by IS NULL))),
    CONSTRAINT admission_piece_verdict_known CHECK ((verdict = ANY (ARRAY['good'::text, 'to-redo'::text, 'not-applicable'::text])))
);


--
-- Name: api_key; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.api_key (
    id uuid NOT NULL,
    version integer NOT NULL,
    organisation_id uuid NOT NULL,
    prefix text NOT NULL,
    secret_sha256 text NOT NULL,
    name text NOT NULL,
    scopes text[] NOT NULL,
    person_id uuid NOT NULL,
    expires_at timestamp(3) with time zone NOT NULL,
    revoked_at timestamp(3) with time zone,
    last_used_at timestamp(3) with time zone,
    created_at timestamp(3) with time zone NOT NULL,
    updated_at timestamp(3) with time zone NOT NULL,
    CONSTRAINT api_key_scopes_known CHECK (((scopes <@ ARRAY['read'::text, 'boxes'::text, 'certificates'::text, 'maintenance'::text, 'runs'::text]) AND (cardinality(scopes) > 0))),
    CONSTRAINT api_key_version_positive CHECK ((version > 0))
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
    actor_kind text NOT NULL,
    actor_id text NOT NULL,
    event text NOT NULL,
    subject_kind text NOT NULL,
    subject_id text NOT NULL,
    from_state text,
    to_state text,
    data jsonb NOT NULL,
    request_id text,
    on_behalf_of text,
    organisation_id uuid,
    decision_id uuid,
    step_up_id uuid,
    hash text,
    CONSTRAINT audit_event_actor_known CHECK ((actor_kind = ANY (ARRAY['person'::text, 'key'::text, 'operations'::text, 'system'::text]))),
    CONSTRAINT audit_event_hash_form CHECK ((hash ~ '^[0-9a-f]{64}$'::text))
);


--
-- Name: audit_head; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.audit_head (
    id bigint NOT NULL,
    seq bigint NOT NULL,
    hash text NOT NULL,
    CONSTRAINT audit_head_is_one CHECK ((id = 1))
);


--
-- Name: authenticator; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.authenticator (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    credential_id text NOT NULL,
    public_key bytea NOT NULL,
    sign_count bigint NOT NULL,
    aaguid text NOT NULL,
    label text NOT NULL,
    transports text[] NOT NULL,
    is_hardware boolean NOT NULL,
    created_at timestamp(3) with time zone NOT NULL,
    last_used_at timestamp(3) with time zone,
    ended_at timestamp(3) with time zone
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
-- Name: commitment; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.commitment (
    id uuid NOT NULL,
    version integer NOT NULL,
    organisation_id uuid NOT NULL,
    kind text NOT NULL,
    reference_document_id uuid,
    signatories jsonb NOT NULL,
    effective_on date,
    ends_on date,
    document_id uuid,
    file_sha256 text,
    l2_consent boolean NOT NULL,
    state text NOT NULL,
    resume_to text,
    claimed_by uuid,
    submitted_by uuid,
    reason text,
    clause text,
    waiting_since timestamp(3) with time zone NOT NULL,
    signed_at timestamp(3) with time zone,
    activated_at timestamp(3) with time zone,
    notice_given_at timestamp(3) with time zone,
    out_since timestamp(3) with time zone,
    ended_at timestamp(3) with time zone,
    created_at timestamp(3) with time zone NOT NULL,
    updated_at timestamp(3) with time zone NOT NULL,
    CONSTRAINT commitment_ends_after_start CHECK (((ends_on IS NULL) OR (effective_on IS NULL) OR (ends_on > effective_on))),
    CONSTRAINT commitment_kind_known CHECK ((kind = ANY (ARRAY['test-agreement'::text, 'integration-contract'::text, 'internal'::text, 'import'::text]))),
    CONSTRAINT commitment_notice_has_end CHECK (((state <> ALL (ARRAY['notice'::text, 'winding-down'::text])) OR (ends_on IS NOT NULL))),
    CONSTRAINT commitment_state_known CHECK ((state = ANY (ARRAY['draft'::text, 'submitted'::text, 'under-review'::text, 'signed'::text, 'active'::text, 'frozen'::text, 'out'::text, 'notice'::text, 'winding-down'::text, 'ended'::text]))),
    CONSTRAINT commitment_version_positive CHECK ((version > 0)),
    CONSTRAINT commitment_way_back CHECK (((state = ANY (ARRAY['frozen'::text, 'out'::text])) = (resume_to IS NOT NULL))),
    CONSTRAINT commitment_way_back_is_live CHECK (((resume_to IS NULL) OR (resume_to = ANY (ARRAY['active'::text, 'frozen'::text, 'notice'::text, 'winding-down'::text]))))
);


--
-- Name: contact; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.contact (
    id uuid NOT NULL,
    version integer NOT NULL,
    organisation_id uuid NOT NULL,
    kind text NOT NULL,
    mailbox text,
    phone text,
    verified_at timestamp(3) with time zone,
    code_sha256 text,
    code_expires_at timestamp(3) with time zone,
    code_tries integer DEFAULT 0 NOT NULL,
    ended_at timestamp(3) with time zone,
    created_at timestamp(3) with time zone NOT NULL,
    updated_at timestamp(3) with time zone NOT NULL,
    CONSTRAINT contact_can_be_reached CHECK ((num_nonnulls(mailbox, phone) > 0)),
    CONSTRAINT contact_kind_known CHECK ((kind = ANY (ARRAY['support'::text, 'technical'::text, 'security24h'::text, 'admin'::text, 'dpo'::text]))),
    CONSTRAINT contact_version_positive CHECK ((version > 0))
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
-- Name: decision; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.decision (
    id uuid NOT NULL,
    version integer NOT NULL,
    class text NOT NULL,
    subject_kind text NOT NULL,
    subject_id uuid NOT NULL,
    subject_version integer NOT NULL,
    event text NOT NULL,
    organisation_id uuid,
    payload jsonb NOT NULL,
    shown jsonb NOT NULL,
    digest text NOT NULL,
    state text NOT NULL,
    proposed_by uuid NOT NULL,
    reason text,
    clause text,
    observations_until timestamp(3) with time zone,
    expires_at timestamp(3) with time zone,
    confirm_by timestamp(3) with time zone,
    decided_at timestamp(3) with time zone,
    created_at timestamp(3) with time zone NOT NULL,
    updated_at timestamp(3) with time zone NOT NULL,
    CONSTRAINT decision_digest_form CHECK ((digest ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT decision_state_known CHECK ((state = ANY (ARRAY['proposed'::text, 'observations'::text, 'approved'::text, 'refused'::text, 'withdrawn'::text, 'expired'::text, 'void'::text, 'to-confirm'::text, 'confirmed'::text]))),
    CONSTRAINT decision_version_positive CHECK ((version > 0))
);


--
-- Name: decision_act; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.decision_act (
    id uuid NOT NULL,
    decision_id uuid NOT NULL,
    person_id uuid NOT NULL,
    verdict text NOT NULL,
    reason text,
    digest text NOT NULL,
    step_up_id uuid,
    at timestamp(3) with time zone NOT NULL,
    CONSTRAINT decision_act_verdict_known CHECK ((verdict = ANY (ARRAY['propose'::text, 'approve'::text, 'refuse'::text, 'withdraw'::text, 'confirm'::text])))
);


--
-- Name: delegation; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.delegation (
    id uuid NOT NULL,
    version integer NOT NULL,
    organisation_id uuid NOT NULL,
    facility_name text NOT NULL,
    finess text,
    siret text,
    valid_from date NOT NULL,
    valid_until date NOT NULL,
    document_id uuid,
    sha256 text,
    state text NOT NULL,
    checked_by uuid,
    reason text,
    warned integer DEFAULT 0 NOT NULL,
    waiting_since timestamp(3) with time zone NOT NULL,
    created_at timestamp(3) with time zone NOT NULL,
    updated_at timestamp(3) with time zone NOT NULL,
    CONSTRAINT delegation_ends_after_start CHECK ((valid_until > valid_from)),
    CONSTRAINT delegation_names_a_facility CHECK ((num_nonnulls(finess, siret) > 0)),
    CONSTRAINT delegation_state_known CHECK ((state = ANY (ARRAY['declared'::text, 'active'::text, 'refused'::text, 'expired'::text, 'revoked'::text]))),
    CONSTRAINT delegation_version_positive CHECK ((version > 0))
);


--
-- Name: delegation_drimbox; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.delegation_drimbox (
    delegation_id uuid NOT NULL,
    drimbox_id uuid NOT NULL
);


--
-- Name: document; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.document (
    id uuid NOT NULL,
    organisation_id uuid,
    uploaded_by uuid NOT NULL,
    purpose text NOT NULL,
    name text NOT NULL,
    media_type text NOT NULL,
    size integer NOT NULL,
    sha256 text NOT NULL,
    content bytea NOT NULL,
    created_at timestamp(3) with time zone NOT NULL,
    CONSTRAINT document_is_pdf CHECK ((media_type = 'application/pdf'::text)),
    CONSTRAINT document_sha256_form CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT document_size_limit CHECK ((((size >= 1) AND (size <= 10485760)) AND (octet_length(content) = size)))
);


--
-- Name: drimbox; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.drimbox (
    id uuid NOT NULL,
    version integer NOT NULL,
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
    organisation_id uuid NOT NULL,
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
-- Name: idempotency_key; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.idempotency_key (
    principal_id text NOT NULL,
    route text NOT NULL,
    key text NOT NULL,
    request_sha256 text NOT NULL,
    status integer,
    headers text,
    body text,
    created_at timestamp(3) with time zone NOT NULL,
    expires_at timestamp(3) with time zone NOT NULL
);


--
-- Name: identity; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.identity (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    issuer text NOT NULL,
    subject text NOT NULL,
    idp text,
    siret_claim text,
    created_at timestamp(3) with time zone NOT NULL,
    last_used_at timestamp(3) with time zone
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
-- Name: invitation; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.invitation (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    roles text[] NOT NULL,
    code_sha256 text NOT NULL,
    name text,
    mail text,
    invited_by uuid,
    is_bootstrap boolean NOT NULL,
    expires_at timestamp(3) with time zone NOT NULL,
    accepted_at timestamp(3) with time zone,
    accepted_by uuid,
    created_at timestamp(3) with time zone NOT NULL,
    CONSTRAINT invitation_accepted_by_somebody CHECK (((accepted_at IS NULL) = (accepted_by IS NULL)))
);


--
-- Name: organisation; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.organisation (
    id uuid NOT NULL,
    version integer NOT NULL,
    public_number text NOT NULL,
    kinds text[] NOT NULL,
    legal_name text NOT NULL,
    display_name text NOT NULL,
    display_skeleton text NOT NULL,
    siren text,
    siret_seat text,
    structure_id_type integer,
    structure_id text,
    finess text,
    state text NOT NULL,
    origin text NOT NULL,
    admitted_at timestamp(3) with time zone,
    created_at timestamp(3) with time zone NOT NULL,
    updated_at timestamp(3) with time zone NOT NULL,
    CONSTRAINT organisation_has_a_kind CHECK ((cardinality(kinds) > 0)),
    CONSTRAINT organisation_kinds_known CHECK ((kinds <@ ARRAY['agency'::text, 'operator'::text, 'vendor'::text, 'distributor'::text])),
    CONSTRAINT organisation_names_length CHECK ((((char_length(display_name) >= 1) AND (char_length(display_name) <= 1024)) AND ((char_length(legal_name) >= 1) AND (char_length(legal_name) <= 1024)))),
    CONSTRAINT organisation_number_form CHECK ((public_number ~ '^OP-[0-9]{5,}$'::text)),
    CONSTRAINT organisation_origin_known CHECK ((origin = ANY (ARRAY['import'::text, 'admission'::text, 'registration'::text]))),
    CONSTRAINT organisation_siren_form CHECK ((siren ~ '^[0-9]{9}$'::text)),
    CONSTRAINT organisation_siret_form CHECK ((siret_seat ~ '^[0-9]{14}$'::text)),
    CONSTRAINT organisation_state_known CHECK ((state = ANY (ARRAY['candidate'::text, 'admitted'::text, 'closed'::text]))),
    CONSTRAINT organisation_version_positive CHECK ((version > 0))
);


--
-- Name: listed_line; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.listed_line WITH (security_invoker='true') AS
 SELECT drimbox.id AS drimbox_id,
    line.id AS certificate_id,
    drimbox."position",
    drimbox.number,
    wado.host AS wado_host,
    COALESCE(viewer.host, ''::text) AS viewer_host,
    organisation.display_name AS denomination,
    line.dn AS certificate_dn,
    drimbox.support_contact,
    drimbox.added_at
   FROM (((((public.drimbox
     JOIN public.organisation ON ((organisation.id = drimbox.organisation_id)))
     JOIN public.commitment ON (((commitment.organisation_id = drimbox.organisation_id) AND (commitment.state = ANY (ARRAY['active'::text, 'frozen'::text, 'notice'::text, 'winding-down'::text])))))
     JOIN public.access_point wado ON (((wado.drimbox_id = drimbox.id) AND (wado.kind = 'wado'::public.access_point_kind))))
     LEFT JOIN public.access_point viewer ON (((viewer.drimbox_id = drimbox.id) AND (viewer.kind = 'viewer'::public.access_point_kind))))
     JOIN public.certificate line ON (((line.drimbox_id = drimbox.id) AND (line.state = 'listed'::public.certificate_state))))
  WHERE (((drimbox.state = ANY (ARRAY['imported'::public.drimbox_state, 'in-service'::public.drimbox_state])) OR ((drimbox.state = 'suspended'::public.drimbox_state) AND (drimbox.suspension_level = 'frozen'::public.suspension_level))) AND (NOT (EXISTS ( SELECT
           FROM public.certificate first
          WHERE ((first.drimbox_id = line.drimbox_id) AND (first.dn = line.dn) AND (first.state = 'listed'::public.certificate_state) AND (first.id < line.id))))));


--
-- Name: mail; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.mail (
    id uuid NOT NULL,
    organisation_id uuid,
    template text NOT NULL,
    recipient_kind text NOT NULL,
    recipient text NOT NULL,
    subject text NOT NULL,
    body text NOT NULL,
    dedupe_key text NOT NULL,
    state text NOT NULL,
    claimed_until timestamp(3) with time zone,
    request_id text,
    created_at timestamp(3) with time zone NOT NULL,
    updated_at timestamp(3) with time zone NOT NULL,
    CONSTRAINT mail_recipient_kind_known CHECK ((recipient_kind = ANY (ARRAY['person'::text, 'organisation'::text, 'role'::text, 'address'::text]))),
    CONSTRAINT mail_state_known CHECK ((state = ANY (ARRAY['waiting'::text, 'resolved'::text, 'nobody'::text])))
);


--
-- Name: mail_delivery; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.mail_delivery (
    id uuid NOT NULL,
    mail_id uuid NOT NULL,
    organisation_id uuid,
    address text NOT NULL,
    person_id uuid,
    state text NOT NULL,
    attempts integer NOT NULL,
    next_attempt_at timestamp(3) with time zone NOT NULL,
    claimed_until timestamp(3) with time zone,
    last_error_code text,
    history jsonb NOT NULL,
    sent_at timestamp(3) with time zone,
    created_at timestamp(3) with time zone NOT NULL,
    updated_at timestamp(3) with time zone NOT NULL,
    CONSTRAINT mail_delivery_state_known CHECK ((state = ANY (ARRAY['waiting'::text, 'sent'::text, 'refused'::text, 'failed'::text])))
);


--
-- Name: membership; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.membership (
    id uuid NOT NULL,
    version integer NOT NULL,
    person_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    roles text[] NOT NULL,
    state text NOT NULL,
    valid_from timestamp(3) with time zone NOT NULL,
    valid_until timestamp(3) with time zone,
    invited_by uuid,
    created_at timestamp(3) with time zone NOT NULL,
    updated_at timestamp(3) with time zone NOT NULL,
    CONSTRAINT membership_has_a_role CHECK ((cardinality(roles) > 0)),
    CONSTRAINT membership_roles_apart CHECK ((NOT (('AA'::text = ANY (roles)) AND (roles && ARRAY['AD'::text, 'AP'::text, 'AS'::text])))),
    CONSTRAINT membership_roles_known CHECK ((roles <@ ARRAY['AR'::text, 'AI'::text, 'AD'::text, 'AP'::text, 'AS'::text, 'AA'::text, 'OA'::text, 'OS'::text, 'OT'::text, 'OR'::text, 'VP'::text])),
    CONSTRAINT membership_state_known CHECK ((state = ANY (ARRAY['invited'::text, 'active'::text, 'asleep'::text, 'ended'::text]))),
    CONSTRAINT membership_version_positive CHECK ((version > 0))
);


--
-- Name: organisation_number; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.organisation_number (
    number integer NOT NULL,
    organisation_id uuid NOT NULL,
    at timestamp(3) with time zone NOT NULL,
    CONSTRAINT organisation_number_positive CHECK ((number > 0))
);


--
-- Name: person; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.person (
    id uuid NOT NULL,
    version integer NOT NULL,
    name text,
    mail text,
    state text NOT NULL,
    last_seen_at timestamp(3) with time zone,
    created_at timestamp(3) with time zone NOT NULL,
    updated_at timestamp(3) with time zone NOT NULL,
    CONSTRAINT person_state_known CHECK ((state = ANY (ARRAY['active'::text, 'asleep'::text, 'left'::text]))),
    CONSTRAINT person_version_positive CHECK ((version > 0))
);


--
-- Name: public_operator; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.public_operator AS
 SELECT organisation.id,
    organisation.public_number,
    organisation.display_name,
    organisation.kinds,
    organisation.state,
    ( SELECT min(commitment.activated_at) AS min
           FROM public.commitment
          WHERE (commitment.organisation_id = organisation.id)) AS member_since
   FROM public.organisation
  WHERE ((organisation.state <> 'candidate'::text) AND (NOT ('agency'::text = ANY (organisation.kinds))));


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
-- Name: reference_document; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.reference_document (
    id uuid NOT NULL,
    version integer NOT NULL,
    code text NOT NULL,
    label text NOT NULL,
    title text NOT NULL,
    in_force_on date NOT NULL,
    sha256 text NOT NULL,
    recommit_by date,
    state text NOT NULL,
    created_at timestamp(3) with time zone NOT NULL,
    updated_at timestamp(3) with time zone NOT NULL,
    CONSTRAINT reference_document_sha256_form CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT reference_document_state_known CHECK ((state = ANY (ARRAY['draft'::text, 'indicative'::text, 'official'::text, 'replaced'::text]))),
    CONSTRAINT reference_document_version_positive CHECK ((version > 0))
);


--
-- Name: session; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.session (
    id uuid NOT NULL,
    token_sha256 text NOT NULL,
    person_id uuid NOT NULL,
    identity_id uuid,
    created_at timestamp(3) with time zone NOT NULL,
    last_seen_at timestamp(3) with time zone NOT NULL,
    expires_at timestamp(3) with time zone NOT NULL,
    idle_ms integer NOT NULL,
    ended_at timestamp(3) with time zone
);


--
-- Name: sign_in_attempt; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.sign_in_attempt (
    id uuid NOT NULL,
    handle_sha256 text NOT NULL,
    state text NOT NULL,
    nonce text NOT NULL,
    code_verifier text,
    return_to text,
    created_at timestamp(3) with time zone NOT NULL,
    expires_at timestamp(3) with time zone NOT NULL,
    used_at timestamp(3) with time zone
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
    audit_seq bigint,
    audit_hash text,
    CONSTRAINT signed_list_accepted_is_described CHECK (((verdict <> 'accepted'::text) OR (num_nulls(signed_at, signer_dn, signer_fingerprint, signer_not_after) = 0)))
);


--
-- Name: step_up; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.step_up (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    session_id uuid NOT NULL,
    nonce text NOT NULL,
    act_sha256 text NOT NULL,
    challenge text NOT NULL,
    created_at timestamp(3) with time zone NOT NULL,
    expires_at timestamp(3) with time zone NOT NULL,
    authenticator_id uuid,
    verified_at timestamp(3) with time zone,
    consumed_at timestamp(3) with time zone,
    CONSTRAINT step_up_consumed_is_verified CHECK (((consumed_at IS NULL) OR (verified_at IS NOT NULL))),
    CONSTRAINT step_up_verified_by_authenticator CHECK (((verified_at IS NULL) = (authenticator_id IS NULL)))
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
-- Name: admission_piece admission_piece_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.admission_piece
    ADD CONSTRAINT admission_piece_pk PRIMARY KEY (admission_id, kind);


--
-- Name: admission admission_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.admission
    ADD CONSTRAINT admission_pk PRIMARY KEY (id);


--
-- Name: api_key api_key_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_pk PRIMARY KEY (id);


--
-- Name: api_key api_key_prefix_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_prefix_once UNIQUE (prefix);


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
-- Name: audit_head audit_head_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit_head
    ADD CONSTRAINT audit_head_pk PRIMARY KEY (id);


--
-- Name: authenticator authenticator_credential_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.authenticator
    ADD CONSTRAINT authenticator_credential_once UNIQUE (credential_id);


--
-- Name: authenticator authenticator_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.authenticator
    ADD CONSTRAINT authenticator_pk PRIMARY KEY (id);


--
-- Name: certificate certificate_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.certificate
    ADD CONSTRAINT certificate_pk PRIMARY KEY (id);


--
-- Name: commitment commitment_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.commitment
    ADD CONSTRAINT commitment_pk PRIMARY KEY (id);


--
-- Name: contact contact_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.contact
    ADD CONSTRAINT contact_pk PRIMARY KEY (id);


--
-- Name: current_whitelist current_whitelist_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.current_whitelist
    ADD CONSTRAINT current_whitelist_pk PRIMARY KEY (id);


--
-- Name: decision_act decision_act_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.decision_act
    ADD CONSTRAINT decision_act_pk PRIMARY KEY (id);


--
-- Name: decision_act decision_act_step_up_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.decision_act
    ADD CONSTRAINT decision_act_step_up_once UNIQUE (step_up_id);


--
-- Name: decision decision_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.decision
    ADD CONSTRAINT decision_pk PRIMARY KEY (id);


--
-- Name: delegation_drimbox delegation_drimbox_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.delegation_drimbox
    ADD CONSTRAINT delegation_drimbox_pk PRIMARY KEY (delegation_id, drimbox_id);


--
-- Name: delegation delegation_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.delegation
    ADD CONSTRAINT delegation_pk PRIMARY KEY (id);


--
-- Name: document document_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.document
    ADD CONSTRAINT document_pk PRIMARY KEY (id);


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
-- Name: idempotency_key idempotency_key_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.idempotency_key
    ADD CONSTRAINT idempotency_key_once PRIMARY KEY (principal_id, route, key);


--
-- Name: identity identity_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.identity
    ADD CONSTRAINT identity_once UNIQUE (issuer, subject);


--
-- Name: identity identity_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.identity
    ADD CONSTRAINT identity_pk PRIMARY KEY (id);


--
-- Name: instance instance_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.instance
    ADD CONSTRAINT instance_pk PRIMARY KEY (id);


--
-- Name: invitation invitation_code_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_code_once UNIQUE (code_sha256);


--
-- Name: invitation invitation_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_pk PRIMARY KEY (id);


--
-- Name: mail mail_dedupe_key_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mail
    ADD CONSTRAINT mail_dedupe_key_once UNIQUE (dedupe_key);


--
-- Name: mail_delivery mail_delivery_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mail_delivery
    ADD CONSTRAINT mail_delivery_once UNIQUE (mail_id, address);


--
-- Name: mail_delivery mail_delivery_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mail_delivery
    ADD CONSTRAINT mail_delivery_pk PRIMARY KEY (id);


--
-- Name: mail mail_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mail
    ADD CONSTRAINT mail_pk PRIMARY KEY (id);


--
-- Name: membership membership_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.membership
    ADD CONSTRAINT membership_pk PRIMARY KEY (id);


--
-- Name: organisation organisation_name_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.organisation
    ADD CONSTRAINT organisation_name_once UNIQUE (display_name);


--
-- Name: organisation_number organisation_number_of_one; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.organisation_number
    ADD CONSTRAINT organisation_number_of_one UNIQUE (organisation_id);


--
-- Name: organisation organisation_number_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.organisation
    ADD CONSTRAINT organisation_number_once UNIQUE (public_number);


--
-- Name: organisation_number organisation_number_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.organisation_number
    ADD CONSTRAINT organisation_number_pk PRIMARY KEY (number);


--
-- Name: organisation organisation_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.organisation
    ADD CONSTRAINT organisation_pk PRIMARY KEY (id);


--
-- Name: person person_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_pk PRIMARY KEY (id);


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
-- Name: reference_document reference_document_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reference_document
    ADD CONSTRAINT reference_document_once UNIQUE (code, label);


--
-- Name: reference_document reference_document_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reference_document
    ADD CONSTRAINT reference_document_pk PRIMARY KEY (id);


--
-- Name: session session_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_pk PRIMARY KEY (id);


--
-- Name: session session_token_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_token_once UNIQUE (token_sha256);


--
-- Name: sign_in_attempt sign_in_attempt_handle_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sign_in_attempt
    ADD CONSTRAINT sign_in_attempt_handle_once UNIQUE (handle_sha256);


--
-- Name: sign_in_attempt sign_in_attempt_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sign_in_attempt
    ADD CONSTRAINT sign_in_attempt_pk PRIMARY KEY (id);


--
-- Name: signed_list signed_list_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.signed_list
    ADD CONSTRAINT signed_list_pk PRIMARY KEY (sequence);


--
-- Name: step_up step_up_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.step_up
    ADD CONSTRAINT step_up_pk PRIMARY KEY (id);


--
-- Name: whitelist_import whitelist_import_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.whitelist_import
    ADD CONSTRAINT whitelist_import_pk PRIMARY KEY (id);


--
-- Name: admission_by_state; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX admission_by_state ON public.admission USING btree (state, id);


--
-- Name: admission_of_author; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX admission_of_author ON public.admission USING btree (author_id);


--
-- Name: api_key_of_organisation; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX api_key_of_organisation ON public.api_key USING btree (organisation_id);


--
-- Name: approval_of_publication; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX approval_of_publication ON public.approval USING btree (publication_id);


--
-- Name: audit_event_of_actor; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX audit_event_of_actor ON public.audit_event USING btree (actor_id, seq);


--
-- Name: audit_event_of_name; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX audit_event_of_name ON public.audit_event USING btree (event, seq);


--
-- Name: audit_event_of_organisation; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX audit_event_of_organisation ON public.audit_event USING btree (organisation_id, seq);


--
-- Name: audit_event_of_subject; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX audit_event_of_subject ON public.audit_event USING btree (subject_id, seq);


--
-- Name: audit_event_of_the_list; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX audit_event_of_the_list ON public.audit_event USING btree (seq) WHERE (subject_kind = ANY (ARRAY['drimbox'::text, 'commitment'::text, 'organisation'::text, 'certificate'::text, 'import'::text, 'publication'::text]));


--
-- Name: audit_event_of_time; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX audit_event_of_time ON public.audit_event USING btree (at, seq);


--
-- Name: authenticator_of_person; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX authenticator_of_person ON public.authenticator USING btree (person_id);


--
-- Name: certificate_of_drimbox; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX certificate_of_drimbox ON public.certificate USING btree (drimbox_id);


--
-- Name: commitment_by_state; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX commitment_by_state ON public.commitment USING btree (state, id);


--
-- Name: commitment_of_organisation; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX commitment_of_organisation ON public.commitment USING btree (organisation_id);


--
-- Name: commitment_one_live; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX commitment_one_live ON public.commitment USING btree (organisation_id) WHERE (state = ANY (ARRAY['active'::text, 'frozen'::text, 'out'::text, 'notice'::text, 'winding-down'::text]));


--
-- Name: contact_kind_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX contact_kind_once ON public.contact USING btree (organisation_id, kind) WHERE (ended_at IS NULL);


--
-- Name: decision_act_one_a_person; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX decision_act_one_a_person ON public.decision_act USING btree (decision_id, person_id) WHERE (verdict <> 'withdraw'::text);


--
-- Name: decision_by_state; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX decision_by_state ON public.decision USING btree (state, id);


--
-- Name: decision_of_organisation; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX decision_of_organisation ON public.decision USING btree (organisation_id);


--
-- Name: decision_of_subject; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX decision_of_subject ON public.decision USING btree (subject_id);


--
-- Name: decision_one_open; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX decision_one_open ON public.decision USING btree (subject_kind, subject_id, event) WHERE (state = ANY (ARRAY['proposed'::text, 'observations'::text]));


--
-- Name: delegation_by_state; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX delegation_by_state ON public.delegation USING btree (state, id);


--
-- Name: delegation_of_finess; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX delegation_of_finess ON public.delegation USING btree (finess);


--
-- Name: delegation_of_organisation; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX delegation_of_organisation ON public.delegation USING btree (organisation_id);


--
-- Name: delegation_of_siret; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX delegation_of_siret ON public.delegation USING btree (siret);


--
-- Name: document_of_organisation; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX document_of_organisation ON public.document USING btree (organisation_id);


--
-- Name: drimbox_of_organisation; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX drimbox_of_organisation ON public.drimbox USING btree (organisation_id);


--
-- Name: idempotency_key_expiry; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idempotency_key_expiry ON public.idempotency_key USING btree (expires_at);


--
-- Name: identity_of_person; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX identity_of_person ON public.identity USING btree (person_id);


--
-- Name: invitation_of_organisation; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX invitation_of_organisation ON public.invitation USING btree (organisation_id);


--
-- Name: mail_delivery_due; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mail_delivery_due ON public.mail_delivery USING btree (next_attempt_at) WHERE (state = 'waiting'::text);


--
-- Name: mail_of_organisation; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mail_of_organisation ON public.mail USING btree (organisation_id, id);


--
-- Name: mail_to_recipient; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mail_to_recipient ON public.mail USING btree (recipient);


--
-- Name: mail_waiting; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mail_waiting ON public.mail USING btree (id) WHERE (state = 'waiting'::text);


--
-- Name: membership_of_organisation; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX membership_of_organisation ON public.membership USING btree (organisation_id);


--
-- Name: membership_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX membership_once ON public.membership USING btree (person_id, organisation_id) WHERE (state <> 'ended'::text);


--
-- Name: organisation_name_search; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX organisation_name_search ON public.organisation USING btree (lower(display_name));


--
-- Name: organisation_siren_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX organisation_siren_once ON public.organisation USING btree (siren) WHERE (state <> 'closed'::text);


--
-- Name: organisation_skeleton_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX organisation_skeleton_once ON public.organisation USING btree (display_skeleton) WHERE (origin <> 'import'::text);


--
-- Name: person_mail; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX person_mail ON public.person USING btree (lower(mail));


--
-- Name: publication_by_sequence; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX publication_by_sequence ON public.publication USING btree (sequence);


--
-- Name: publication_one_alive; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX publication_one_alive ON public.publication USING btree ((true)) WHERE (state = ANY (ARRAY['draft'::public.publication_state, 'awaiting'::public.publication_state, 'approved'::public.publication_state, 'signing'::public.publication_state]));


--
-- Name: reference_document_one_official; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX reference_document_one_official ON public.reference_document USING btree (code) WHERE (state = 'official'::text);


--
-- Name: session_of_person; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX session_of_person ON public.session USING btree (person_id);


--
-- Name: step_up_of_person; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX step_up_of_person ON public.step_up USING btree (person_id);


--
-- Name: access_point access_point_never_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER access_point_never_deleted BEFORE DELETE ON public.access_point FOR EACH ROW EXECUTE FUNCTION public.refuse_change();


--
-- Name: access_point access_point_never_emptied; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER access_point_never_emptied BEFORE TRUNCATE ON public.access_point FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: admission admission_never_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER admission_never_deleted BEFORE DELETE ON public.admission FOR EACH ROW EXECUTE FUNCTION public.refuse_change();


--
-- Name: admission admission_never_emptied; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER admission_never_emptied BEFORE TRUNCATE ON public.admission FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: admission_piece admission_piece_never_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER admission_piece_never_deleted BEFORE DELETE ON public.admission_piece FOR EACH ROW EXECUTE FUNCTION public.refuse_change();


--
-- Name: admission_piece admission_piece_never_emptied; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER admission_piece_never_emptied BEFORE TRUNCATE ON public.admission_piece FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: api_key api_key_never_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER api_key_never_deleted BEFORE DELETE ON public.api_key FOR EACH ROW EXECUTE FUNCTION public.refuse_change();


--
-- Name: api_key api_key_never_emptied; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER api_key_never_emptied BEFORE TRUNCATE ON public.api_key FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: approval approval_insert_only; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER approval_insert_only BEFORE DELETE OR UPDATE ON public.approval FOR EACH ROW EXECUTE FUNCTION public.refuse_change();


--
-- Name: approval approval_never_emptied; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER approval_never_emptied BEFORE TRUNCATE ON public.approval FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: audit_event audit_event_follows; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER audit_event_follows BEFORE INSERT ON public.audit_event FOR EACH ROW EXECUTE FUNCTION public.audit_event_follows();


--
-- Name: audit_event audit_event_insert_only; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER audit_event_insert_only BEFORE DELETE OR UPDATE ON public.audit_event FOR EACH ROW EXECUTE FUNCTION public.refuse_change();


--
-- Name: audit_event audit_event_never_emptied; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER audit_event_never_emptied BEFORE TRUNCATE ON public.audit_event FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: audit_head audit_head_is_last; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER audit_head_is_last BEFORE UPDATE ON public.audit_head FOR EACH ROW EXECUTE FUNCTION public.audit_head_is_last();


--
-- Name: audit_head audit_head_never_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER audit_head_never_deleted BEFORE DELETE ON public.audit_head FOR EACH ROW EXECUTE FUNCTION public.refuse_change();


--
-- Name: audit_head audit_head_never_emptied; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER audit_head_never_emptied BEFORE TRUNCATE ON public.audit_head FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: certificate certificate_never_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER certificate_never_deleted BEFORE DELETE ON public.certificate FOR EACH ROW EXECUTE FUNCTION public.refuse_change();


--
-- Name: certificate certificate_never_emptied; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER certificate_never_emptied BEFORE TRUNCATE ON public.certificate FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: commitment commitment_is_over; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER commitment_is_over BEFORE UPDATE ON public.commitment FOR EACH ROW WHEN ((old.state = 'ended'::text)) EXECUTE FUNCTION public.commitment_is_over();


--
-- Name: commitment commitment_never_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER commitment_never_deleted BEFORE DELETE ON public.commitment FOR EACH ROW EXECUTE FUNCTION public.refuse_change();


--
-- Name: commitment commitment_never_emptied; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER commitment_never_emptied BEFORE TRUNCATE ON public.commitment FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: contact contact_never_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER contact_never_deleted BEFORE DELETE ON public.contact FOR EACH ROW EXECUTE FUNCTION public.refuse_change();


--
-- Name: contact contact_never_emptied; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER contact_never_emptied BEFORE TRUNCATE ON public.contact FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


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
-- Name: decision_act decision_act_insert_only; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER decision_act_insert_only BEFORE DELETE OR UPDATE ON public.decision_act FOR EACH ROW EXECUTE FUNCTION public.refuse_change();


--
-- Name: decision_act decision_act_never_emptied; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER decision_act_never_emptied BEFORE TRUNCATE ON public.decision_act FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: decision decision_has_its_people; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER decision_has_its_people BEFORE UPDATE ON public.decision FOR EACH ROW WHEN (((new.state = 'approved'::text) AND (old.state <> 'approved'::text) AND (new.class = ANY (ARRAY['grant'::text, 'adverse'::text, 'mass'::text, 'widen'::text, 'identity'::text])))) EXECUTE FUNCTION public.decision_has_its_people();


--
-- Name: decision decision_is_written_once; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER decision_is_written_once BEFORE UPDATE ON public.decision FOR EACH ROW EXECUTE FUNCTION public.decision_is_written_once();


--
-- Name: decision decision_never_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER decision_never_deleted BEFORE DELETE ON public.decision FOR EACH ROW EXECUTE FUNCTION public.refuse_change();


--
-- Name: decision decision_never_emptied; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER decision_never_emptied BEFORE TRUNCATE ON public.decision FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: delegation_drimbox delegation_drimbox_insert_only; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER delegation_drimbox_insert_only BEFORE DELETE OR UPDATE ON public.delegation_drimbox FOR EACH ROW EXECUTE FUNCTION public.refuse_change();


--
-- Name: delegation_drimbox delegation_drimbox_never_emptied; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER delegation_drimbox_never_emptied BEFORE TRUNCATE ON public.delegation_drimbox FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: delegation delegation_never_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER delegation_never_deleted BEFORE DELETE ON public.delegation FOR EACH ROW EXECUTE FUNCTION public.refuse_change();


--
-- Name: delegation delegation_never_emptied; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER delegation_never_emptied BEFORE TRUNCATE ON public.delegation FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: document document_is_written_once; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER document_is_written_once BEFORE UPDATE ON public.document FOR EACH ROW EXECUTE FUNCTION public.document_is_written_once();


--
-- Name: document document_never_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER document_never_deleted BEFORE DELETE ON public.document FOR EACH ROW EXECUTE FUNCTION public.refuse_change();


--
-- Name: document document_never_emptied; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER document_never_emptied BEFORE TRUNCATE ON public.document FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


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
-- Name: mail_delivery mail_delivery_never_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER mail_delivery_never_deleted BEFORE DELETE ON public.mail_delivery FOR EACH ROW EXECUTE FUNCTION public.refuse_change();


--
-- Name: mail_delivery mail_delivery_never_emptied; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER mail_delivery_never_emptied BEFORE TRUNCATE ON public.mail_delivery FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: mail mail_never_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER mail_never_deleted BEFORE DELETE ON public.mail FOR EACH ROW EXECUTE FUNCTION public.refuse_change();


--
-- Name: mail mail_never_emptied; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER mail_never_emptied BEFORE TRUNCATE ON public.mail FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: membership membership_never_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER membership_never_deleted BEFORE DELETE ON public.membership FOR EACH ROW EXECUTE FUNCTION public.refuse_change();


--
-- Name: membership membership_never_emptied; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER membership_never_emptied BEFORE TRUNCATE ON public.membership FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: organisation organisation_never_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER organisation_never_deleted BEFORE DELETE ON public.organisation FOR EACH ROW EXECUTE FUNCTION public.refuse_change();


--
-- Name: organisation organisation_never_emptied; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER organisation_never_emptied BEFORE TRUNCATE ON public.organisation FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: organisation_number organisation_number_insert_only; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER organisation_number_insert_only BEFORE DELETE OR UPDATE ON public.organisation_number FOR EACH ROW EXECUTE FUNCTION public.refuse_change();


--
-- Name: organisation_number organisation_number_never_emptied; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER organisation_number_never_emptied BEFORE TRUNCATE ON public.organisation_number FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


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
-- Name: reference_document reference_document_never_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER reference_document_never_deleted BEFORE DELETE ON public.reference_document FOR EACH ROW EXECUTE FUNCTION public.refuse_change();


--
-- Name: reference_document reference_document_never_emptied; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER reference_document_never_emptied BEFORE TRUNCATE ON public.reference_document FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


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
-- Name: admission admission_author_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.admission
    ADD CONSTRAINT admission_author_fk FOREIGN KEY (author_id) REFERENCES public.person(id);


--
-- Name: admission admission_organisation_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.admission
    ADD CONSTRAINT admission_organisation_fk FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);


--
-- Name: admission_piece admission_piece_admission_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.admission_piece
    ADD CONSTRAINT admission_piece_admission_fk FOREIGN KEY (admission_id) REFERENCES public.admission(id);


--
-- Name: admission_piece admission_piece_document_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.admission_piece
    ADD CONSTRAINT admission_piece_document_fk FOREIGN KEY (document_id) REFERENCES public.document(id);


--
-- Name: api_key api_key_organisation_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_organisation_fk FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);


--
-- Name: api_key api_key_person_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_person_fk FOREIGN KEY (person_id) REFERENCES public.person(id);


--
-- Name: approval approval_publication_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.approval
    ADD CONSTRAINT approval_publication_fk FOREIGN KEY (publication_id) REFERENCES public.publication(id);


--
-- Name: authenticator authenticator_person_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.authenticator
    ADD CONSTRAINT authenticator_person_fk FOREIGN KEY (person_id) REFERENCES public.person(id);


--
-- Name: certificate certificate_drimbox_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.certificate
    ADD CONSTRAINT certificate_drimbox_fk FOREIGN KEY (drimbox_id) REFERENCES public.drimbox(id);


--
-- Name: commitment commitment_document_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.commitment
    ADD CONSTRAINT commitment_document_fk FOREIGN KEY (document_id) REFERENCES public.document(id);


--
-- Name: commitment commitment_organisation_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.commitment
    ADD CONSTRAINT commitment_organisation_fk FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);


--
-- Name: commitment commitment_reference_document_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.commitment
    ADD CONSTRAINT commitment_reference_document_fk FOREIGN KEY (reference_document_id) REFERENCES public.reference_document(id);


--
-- Name: contact contact_organisation_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.contact
    ADD CONSTRAINT contact_organisation_fk FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);


--
-- Name: decision_act decision_act_decision_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.decision_act
    ADD CONSTRAINT decision_act_decision_fk FOREIGN KEY (decision_id) REFERENCES public.decision(id);


--
-- Name: decision_act decision_act_person_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.decision_act
    ADD CONSTRAINT decision_act_person_fk FOREIGN KEY (person_id) REFERENCES public.person(id);


--
-- Name: decision decision_proposer_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.decision
    ADD CONSTRAINT decision_proposer_fk FOREIGN KEY (proposed_by) REFERENCES public.person(id);


--
-- Name: delegation delegation_document_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.delegation
    ADD CONSTRAINT delegation_document_fk FOREIGN KEY (document_id) REFERENCES public.document(id);


--
-- Name: delegation_drimbox delegation_drimbox_delegation_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.delegation_drimbox
    ADD CONSTRAINT delegation_drimbox_delegation_fk FOREIGN KEY (delegation_id) REFERENCES public.delegation(id);


--
-- Name: delegation_drimbox delegation_drimbox_drimbox_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.delegation_drimbox
    ADD CONSTRAINT delegation_drimbox_drimbox_fk FOREIGN KEY (drimbox_id) REFERENCES public.drimbox(id);


--
-- Name: delegation delegation_organisation_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.delegation
    ADD CONSTRAINT delegation_organisation_fk FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);


--
-- Name: document document_organisation_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.document
    ADD CONSTRAINT document_organisation_fk FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);


--
-- Name: document document_person_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.document
    ADD CONSTRAINT document_person_fk FOREIGN KEY (uploaded_by) REFERENCES public.person(id);


--
-- Name: drimbox_number drimbox_number_drimbox_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.drimbox_number
    ADD CONSTRAINT drimbox_number_drimbox_fk FOREIGN KEY (drimbox_id) REFERENCES public.drimbox(id);


--
-- Name: drimbox drimbox_organisation_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.drimbox
    ADD CONSTRAINT drimbox_organisation_fk FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);


--
-- Name: host_name host_name_drimbox_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.host_name
    ADD CONSTRAINT host_name_drimbox_fk FOREIGN KEY (drimbox_id) REFERENCES public.drimbox(id);


--
-- Name: identity identity_person_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.identity
    ADD CONSTRAINT identity_person_fk FOREIGN KEY (person_id) REFERENCES public.person(id);


--
-- Name: invitation invitation_organisation_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_organisation_fk FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);


--
-- Name: mail_delivery mail_delivery_mail_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mail_delivery
    ADD CONSTRAINT mail_delivery_mail_fk FOREIGN KEY (mail_id) REFERENCES public.mail(id);


--
-- Name: membership membership_organisation_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.membership
    ADD CONSTRAINT membership_organisation_fk FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);


--
-- Name: membership membership_person_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.membership
    ADD CONSTRAINT membership_person_fk FOREIGN KEY (person_id) REFERENCES public.person(id);


--
-- Name: publication_sequence publication_sequence_publication_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.publication_sequence
    ADD CONSTRAINT publication_sequence_publication_fk FOREIGN KEY (publication_id) REFERENCES public.publication(id);


--
-- Name: session session_person_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_person_fk FOREIGN KEY (person_id) REFERENCES public.person(id);


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
-- Name: step_up step_up_authenticator_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.step_up
    ADD CONSTRAINT step_up_authenticator_fk FOREIGN KEY (authenticator_id) REFERENCES public.authenticator(id);


--
-- Name: step_up step_up_person_fk; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.step_up
    ADD CONSTRAINT step_up_person_fk FOREIGN KEY (person_id) REFERENCES public.person(id);


--
-- Name: access_point; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.access_point ENABLE ROW LEVEL SECURITY;

--
-- Name: access_point access_point_own; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY access_point_own ON public.access_point USING ((( SELECT public.principal_sees_all() AS principal_sees_all) OR (EXISTS ( SELECT
   FROM public.drimbox
  WHERE (drimbox.id = access_point.drimbox_id)))));


--
-- Name: admission; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.admission ENABLE ROW LEVEL SECURITY;

--
-- Name: admission admission_own; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY admission_own ON public.admission USING ((( SELECT public.principal_sees_all() AS principal_sees_all) OR (author_id = ( SELECT public.principal_person() AS principal_person))));


--
-- Name: admission_piece; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.admission_piece ENABLE ROW LEVEL SECURITY;

--
-- Name: admission_piece admission_piece_own; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY admission_piece_own ON public.admission_piece USING ((EXISTS ( SELECT
   FROM public.admission
  WHERE (admission.id = admission_piece.admission_id))));


--
-- Name: api_key; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.api_key ENABLE ROW LEVEL SECURITY;

--
-- Name: api_key api_key_own; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY api_key_own ON public.api_key USING ((public.principal_sees_all() OR public.principal_in(organisation_id)));


--
-- Name: audit_event; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.audit_event ENABLE ROW LEVEL SECURITY;

--
-- Name: audit_event audit_event_own; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY audit_event_own ON public.audit_event USING ((( SELECT public.principal_sees_all() AS principal_sees_all) OR (organisation_id = ANY (( SELECT public.principal_organisations() AS principal_organisations)::uuid[])))) WITH CHECK ((( SELECT public.principal_is_known() AS principal_is_known) AND ((organisation_id IS NULL) OR ( SELECT public.principal_sees_all() AS principal_sees_all) OR (organisation_id = ANY (( SELECT public.principal_organisations() AS principal_organisations)::uuid[])))));


--
-- Name: authenticator; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.authenticator ENABLE ROW LEVEL SECURITY;

--
-- Name: authenticator authenticator_own; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY authenticator_own ON public.authenticator USING ((public.principal_is_system() OR (person_id = public.principal_person())));


--
-- Name: certificate; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.certificate ENABLE ROW LEVEL SECURITY;

--
-- Name: certificate certificate_own; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY certificate_own ON public.certificate USING ((( SELECT public.principal_sees_all() AS principal_sees_all) OR (EXISTS ( SELECT
   FROM public.drimbox
  WHERE (drimbox.id = certificate.drimbox_id)))));


--
-- Name: commitment; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.commitment ENABLE ROW LEVEL SECURITY;

--
-- Name: commitment commitment_own; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY commitment_own ON public.commitment USING ((( SELECT public.principal_sees_all() AS principal_sees_all) OR (organisation_id = ANY (( SELECT public.principal_organisations() AS principal_organisations)::uuid[]))));


--
-- Name: contact; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.contact ENABLE ROW LEVEL SECURITY;

--
-- Name: contact contact_own; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY contact_own ON public.contact USING ((( SELECT public.principal_sees_all() AS principal_sees_all) OR (organisation_id = ANY (( SELECT public.principal_organisations() AS principal_organisations)::uuid[]))));


--
-- Name: decision; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.decision ENABLE ROW LEVEL SECURITY;

--
-- Name: decision_act; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.decision_act ENABLE ROW LEVEL SECURITY;

--
-- Name: decision_act decision_act_own; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY decision_act_own ON public.decision_act USING ((EXISTS ( SELECT
   FROM public.decision
  WHERE (decision.id = decision_act.decision_id)))) WITH CHECK ((( SELECT public.principal_is_system() AS principal_is_system) OR (( SELECT public.principal_sees_all() AS principal_sees_all) AND (person_id = ( SELECT public.principal_person() AS principal_person)))));


--
-- Name: decision decision_own; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY decision_own ON public.decision USING ((( SELECT public.principal_sees_all() AS principal_sees_all) OR (organisation_id = ANY (( SELECT public.principal_organisations() AS principal_organisations)::uuid[])) OR (proposed_by = ( SELECT public.principal_person() AS principal_person)))) WITH CHECK (( SELECT public.principal_sees_all() AS principal_sees_all));


--
-- Name: delegation; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.delegation ENABLE ROW LEVEL SECURITY;

--
-- Name: delegation_drimbox; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.delegation_drimbox ENABLE ROW LEVEL SECURITY;

--
-- Name: delegation_drimbox delegation_drimbox_own; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY delegation_drimbox_own ON public.delegation_drimbox USING ((EXISTS ( SELECT
   FROM public.delegation
  WHERE (delegation.id = delegation_drimbox.delegation_id))));


--
-- Name: delegation delegation_own; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY delegation_own ON public.delegation USING ((( SELECT public.principal_sees_all() AS principal_sees_all) OR (organisation_id = ANY (( SELECT public.principal_organisations() AS principal_organisations)::uuid[]))));


--
-- Name: document; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.document ENABLE ROW LEVEL SECURITY;

--
-- Name: document document_own; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY document_own ON public.document USING ((public.principal_sees_all() OR public.principal_in(organisation_id) OR ((organisation_id IS NULL) AND (uploaded_by = public.principal_person()))));


--
-- Name: drimbox; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.drimbox ENABLE ROW LEVEL SECURITY;

--
-- Name: drimbox drimbox_own; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY drimbox_own ON public.drimbox USING ((( SELECT public.principal_sees_all() AS principal_sees_all) OR (organisation_id = ANY (( SELECT public.principal_organisations() AS principal_organisations)::uuid[]))));


--
-- Name: idempotency_key; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.idempotency_key ENABLE ROW LEVEL SECURITY;

--
-- Name: idempotency_key idempotency_key_own; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY idempotency_key_own ON public.idempotency_key USING ((public.principal_is_system() OR (principal_id = current_setting('registry.principal_id'::text, true))));


--
-- Name: identity; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.identity ENABLE ROW LEVEL SECURITY;

--
-- Name: identity identity_own; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY identity_own ON public.identity USING ((public.principal_is_system() OR (person_id = public.principal_person()))) WITH CHECK (( SELECT public.principal_is_system() AS principal_is_system));


--
-- Name: invitation; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.invitation ENABLE ROW LEVEL SECURITY;

--
-- Name: invitation invitation_own; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY invitation_own ON public.invitation USING ((public.principal_sees_all() OR public.principal_in(organisation_id)));


--
-- Name: mail; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.mail ENABLE ROW LEVEL SECURITY;

--
-- Name: mail_delivery; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.mail_delivery ENABLE ROW LEVEL SECURITY;

--
-- Name: mail_delivery mail_delivery_own; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY mail_delivery_own ON public.mail_delivery USING ((( SELECT public.principal_sees_all() AS principal_sees_all) OR (organisation_id = ANY (( SELECT public.principal_organisations() AS principal_organisations)::uuid[])) OR (person_id = ( SELECT public.principal_person() AS principal_person))));


--
-- Name: mail mail_own; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY mail_own ON public.mail USING ((( SELECT public.principal_sees_all() AS principal_sees_all) OR (organisation_id = ANY (( SELECT public.principal_organisations() AS principal_organisations)::uuid[])) OR ((recipient_kind = 'person'::text) AND (recipient = (( SELECT public.principal_person() AS principal_person))::text)))) WITH CHECK ((( SELECT public.principal_is_known() AS principal_is_known) AND ((organisation_id IS NULL) OR ( SELECT public.principal_sees_all() AS principal_sees_all) OR (organisation_id = ANY (( SELECT public.principal_organisations() AS principal_organisations)::uuid[])))));


--
-- Name: membership; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.membership ENABLE ROW LEVEL SECURITY;

--
-- Name: membership membership_own; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY membership_own ON public.membership USING ((( SELECT public.principal_sees_all() AS principal_sees_all) OR (organisation_id = ANY (( SELECT public.principal_organisations() AS principal_organisations)::uuid[])) OR (person_id = ( SELECT public.principal_person() AS principal_person)))) WITH CHECK ((( SELECT public.principal_sees_all() AS principal_sees_all) OR (organisation_id = ANY (( SELECT public.principal_organisations() AS principal_organisations)::uuid[]))));


--
-- Name: organisation; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.organisation ENABLE ROW LEVEL SECURITY;

--
-- Name: organisation_number; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.organisation_number ENABLE ROW LEVEL SECURITY;

--
-- Name: organisation_number organisation_number_own; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY organisation_number_own ON public.organisation_number USING ((public.principal_sees_all() OR public.principal_in(organisation_id)));


--
-- Name: organisation organisation_own; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY organisation_own ON public.organisation USING ((( SELECT public.principal_sees_all() AS principal_sees_all) OR (id = ANY (( SELECT public.principal_organisations() AS principal_organisations)::uuid[]))));


--
-- Name: person; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.person ENABLE ROW LEVEL SECURITY;

--
-- Name: person person_own; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY person_own ON public.person USING ((( SELECT public.principal_sees_all() AS principal_sees_all) OR (id = ( SELECT public.principal_person() AS principal_person)) OR (EXISTS ( SELECT
   FROM public.membership
  WHERE (membership.person_id = person.id))))) WITH CHECK ((( SELECT public.principal_sees_all() AS principal_sees_all) OR (id = ( SELECT public.principal_person() AS principal_person))));


--
-- Name: session; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.session ENABLE ROW LEVEL SECURITY;

--
-- Name: session session_own; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY session_own ON public.session USING ((public.principal_is_system() OR (person_id = public.principal_person())));


--
-- Name: sign_in_attempt; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.sign_in_attempt ENABLE ROW LEVEL SECURITY;

--
-- Name: sign_in_attempt sign_in_attempt_own; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY sign_in_attempt_own ON public.sign_in_attempt USING (public.principal_is_system());


--
-- Name: step_up; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.step_up ENABLE ROW LEVEL SECURITY;

--
-- Name: step_up step_up_own; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY step_up_own ON public.step_up USING ((public.principal_is_system() OR (person_id = public.principal_person())));


--
-- Name: SCHEMA public; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA public TO registry_api;
GRANT USAGE ON SCHEMA public TO registry_prober;
GRANT USAGE ON SCHEMA public TO registry_housekeeper;


--
-- Name: FUNCTION end_sessions_of(whose uuid, at timestamp with time zone); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.end_sessions_of(whose uuid, at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.end_sessions_of(whose uuid, at timestamp with time zone) TO registry_api;


--
-- Name: TABLE access_point; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.access_point TO registry_api;


--
-- Name: TABLE admission; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.admission TO registry_api;


--
-- Name: COLUMN admission.version; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(version) ON TABLE public.admission TO registry_api;


--
-- Name: COLUMN admission.state; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(state) ON TABLE public.admission TO registry_api;


--
-- Name: COLUMN admission.form; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(form) ON TABLE public.admission TO registry_api;


--
-- Name: COLUMN admission.display_name; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(display_name) ON TABLE public.admission TO registry_api;


--
-- Name: COLUMN admission.siren; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(siren) ON TABLE public.admission TO registry_api;


--
-- Name: COLUMN admission.claimed_by; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(claimed_by) ON TABLE public.admission TO registry_api;


--
-- Name: COLUMN admission.asked; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(asked) ON TABLE public.admission TO registry_api;


--
-- Name: COLUMN admission.motive; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(motive) ON TABLE public.admission TO registry_api;


--
-- Name: COLUMN admission.waiting_since; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(waiting_since) ON TABLE public.admission TO registry_api;


--
-- Name: COLUMN admission.due_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(due_at) ON TABLE public.admission TO registry_api;


--
-- Name: COLUMN admission.reminded_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(reminded_at) ON TABLE public.admission TO registry_api;


--
-- Name: COLUMN admission.submitted_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(submitted_at) ON TABLE public.admission TO registry_api;


--
-- Name: COLUMN admission.organisation_id; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(organisation_id) ON TABLE public.admission TO registry_api;


--
-- Name: COLUMN admission.updated_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(updated_at) ON TABLE public.admission TO registry_api;


--
-- Name: TABLE admission_piece; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.admission_piece TO registry_api;


--
-- Name: COLUMN admission_piece.document_id; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(document_id) ON TABLE public.admission_piece TO registry_api;


--
-- Name: COLUMN admission_piece.note; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(note) ON TABLE public.admission_piece TO registry_api;


--
-- Name: COLUMN admission_piece.verdict; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(verdict) ON TABLE public.admission_piece TO registry_api;


--
-- Name: COLUMN admission_piece.verdict_by; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(verdict_by) ON TABLE public.admission_piece TO registry_api;


--
-- Name: COLUMN admission_piece.motive; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(motive) ON TABLE public.admission_piece TO registry_api;


--
-- Name: COLUMN admission_piece.valid_until; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(valid_until) ON TABLE public.admission_piece TO registry_api;


--
-- Name: COLUMN admission_piece.updated_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(updated_at) ON TABLE public.admission_piece TO registry_api;


--
-- Name: TABLE api_key; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.api_key TO registry_api;


--
-- Name: COLUMN api_key.version; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(version) ON TABLE public.api_key TO registry_api;


--
-- Name: COLUMN api_key.person_id; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(person_id) ON TABLE public.api_key TO registry_api;


--
-- Name: COLUMN api_key.revoked_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(revoked_at) ON TABLE public.api_key TO registry_api;


--
-- Name: COLUMN api_key.last_used_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(last_used_at) ON TABLE public.api_key TO registry_api;


--
-- Name: COLUMN api_key.updated_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(updated_at) ON TABLE public.api_key TO registry_api;


--
-- Name: TABLE approval; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.approval TO registry_api;


--
-- Name: TABLE audit_event; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.audit_event TO registry_api;


--
-- Name: TABLE audit_head; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.audit_head TO registry_api;


--
-- Name: COLUMN audit_head.seq; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(seq) ON TABLE public.audit_head TO registry_api;


--
-- Name: COLUMN audit_head.hash; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(hash) ON TABLE public.audit_head TO registry_api;


--
-- Name: TABLE authenticator; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.authenticator TO registry_api;


--
-- Name: COLUMN authenticator.sign_count; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(sign_count) ON TABLE public.authenticator TO registry_api;


--
-- Name: COLUMN authenticator.label; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(label) ON TABLE public.authenticator TO registry_api;


--
-- Name: COLUMN authenticator.last_used_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(last_used_at) ON TABLE public.authenticator TO registry_api;


--
-- Name: COLUMN authenticator.ended_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(ended_at) ON TABLE public.authenticator TO registry_api;


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
-- Name: TABLE commitment; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.commitment TO registry_api;


--
-- Name: COLUMN commitment.version; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(version) ON TABLE public.commitment TO registry_api;


--
-- Name: COLUMN commitment.reference_document_id; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(reference_document_id) ON TABLE public.commitment TO registry_api;


--
-- Name: COLUMN commitment.signatories; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(signatories) ON TABLE public.commitment TO registry_api;


--
-- Name: COLUMN commitment.effective_on; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(effective_on) ON TABLE public.commitment TO registry_api;


--
-- Name: COLUMN commitment.ends_on; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(ends_on) ON TABLE public.commitment TO registry_api;


--
-- Name: COLUMN commitment.document_id; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(document_id) ON TABLE public.commitment TO registry_api;


--
-- Name: COLUMN commitment.file_sha256; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(file_sha256) ON TABLE public.commitment TO registry_api;


--
-- Name: COLUMN commitment.l2_consent; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(l2_consent) ON TABLE public.commitment TO registry_api;


--
-- Name: COLUMN commitment.state; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(state) ON TABLE public.commitment TO registry_api;


--
-- Name: COLUMN commitment.resume_to; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(resume_to) ON TABLE public.commitment TO registry_api;


--
-- Name: COLUMN commitment.claimed_by; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(claimed_by) ON TABLE public.commitment TO registry_api;


--
-- Name: COLUMN commitment.submitted_by; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(submitted_by) ON TABLE public.commitment TO registry_api;


--
-- Name: COLUMN commitment.reason; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(reason) ON TABLE public.commitment TO registry_api;


--
-- Name: COLUMN commitment.clause; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(clause) ON TABLE public.commitment TO registry_api;


--
-- Name: COLUMN commitment.waiting_since; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(waiting_since) ON TABLE public.commitment TO registry_api;


--
-- Name: COLUMN commitment.signed_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(signed_at) ON TABLE public.commitment TO registry_api;


--
-- Name: COLUMN commitment.activated_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(activated_at) ON TABLE public.commitment TO registry_api;


--
-- Name: COLUMN commitment.notice_given_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(notice_given_at) ON TABLE public.commitment TO registry_api;


--
-- Name: COLUMN commitment.out_since; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(out_since) ON TABLE public.commitment TO registry_api;


--
-- Name: COLUMN commitment.ended_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(ended_at) ON TABLE public.commitment TO registry_api;


--
-- Name: COLUMN commitment.updated_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(updated_at) ON TABLE public.commitment TO registry_api;


--
-- Name: TABLE contact; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.contact TO registry_api;


--
-- Name: COLUMN contact.version; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(version) ON TABLE public.contact TO registry_api;


--
-- Name: COLUMN contact.mailbox; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(mailbox) ON TABLE public.contact TO registry_api;


--
-- Name: COLUMN contact.phone; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(phone) ON TABLE public.contact TO registry_api;


--
-- Name: COLUMN contact.verified_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(verified_at) ON TABLE public.contact TO registry_api;


--
-- Name: COLUMN contact.code_sha256; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(code_sha256) ON TABLE public.contact TO registry_api;


--
-- Name: COLUMN contact.code_expires_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(code_expires_at) ON TABLE public.contact TO registry_api;


--
-- Name: COLUMN contact.code_tries; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(code_tries) ON TABLE public.contact TO registry_api;


--
-- Name: COLUMN contact.ended_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(ended_at) ON TABLE public.contact TO registry_api;


--
-- Name: COLUMN contact.updated_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(updated_at) ON TABLE public.contact TO registry_api;


--
-- Name: TABLE current_whitelist; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.current_whitelist TO registry_api;


--
-- Name: COLUMN current_whitelist.sequence; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(sequence) ON TABLE public.current_whitelist TO registry_api;


--
-- Name: TABLE decision; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.decision TO registry_api;


--
-- Name: COLUMN decision.version; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(version) ON TABLE public.decision TO registry_api;


--
-- Name: COLUMN decision.state; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(state) ON TABLE public.decision TO registry_api;


--
-- Name: COLUMN decision.observations_until; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(observations_until) ON TABLE public.decision TO registry_api;


--
-- Name: COLUMN decision.expires_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(expires_at) ON TABLE public.decision TO registry_api;


--
-- Name: COLUMN decision.confirm_by; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(confirm_by) ON TABLE public.decision TO registry_api;


--
-- Name: COLUMN decision.decided_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(decided_at) ON TABLE public.decision TO registry_api;


--
-- Name: COLUMN decision.updated_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(updated_at) ON TABLE public.decision TO registry_api;


--
-- Name: TABLE decision_act; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.decision_act TO registry_api;


--
-- Name: TABLE delegation; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.delegation TO registry_api;


--
-- Name: COLUMN delegation.version; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(version) ON TABLE public.delegation TO registry_api;


--
-- Name: COLUMN delegation.state; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(state) ON TABLE public.delegation TO registry_api;


--
-- Name: COLUMN delegation.checked_by; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(checked_by) ON TABLE public.delegation TO registry_api;


--
-- Name: COLUMN delegation.reason; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(reason) ON TABLE public.delegation TO registry_api;


--
-- Name: COLUMN delegation.warned; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(warned) ON TABLE public.delegation TO registry_api;


--
-- Name: COLUMN delegation.waiting_since; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(waiting_since) ON TABLE public.delegation TO registry_api;


--
-- Name: COLUMN delegation.updated_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(updated_at) ON TABLE public.delegation TO registry_api;


--
-- Name: TABLE delegation_drimbox; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.delegation_drimbox TO registry_api;


--
-- Name: TABLE document; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.document TO registry_api;


--
-- Name: COLUMN document.organisation_id; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(organisation_id) ON TABLE public.document TO registry_api;


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
-- Name: TABLE idempotency_key; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.idempotency_key TO registry_api;


--
-- Name: COLUMN idempotency_key.request_sha256; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(request_sha256) ON TABLE public.idempotency_key TO registry_api;


--
-- Name: COLUMN idempotency_key.status; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(status) ON TABLE public.idempotency_key TO registry_api;


--
-- Name: COLUMN idempotency_key.headers; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(headers) ON TABLE public.idempotency_key TO registry_api;


--
-- Name: COLUMN idempotency_key.body; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(body) ON TABLE public.idempotency_key TO registry_api;


--
-- Name: COLUMN idempotency_key.created_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(created_at) ON TABLE public.idempotency_key TO registry_api;


--
-- Name: COLUMN idempotency_key.expires_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(expires_at) ON TABLE public.idempotency_key TO registry_api;


--
-- Name: TABLE identity; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.identity TO registry_api;


--
-- Name: COLUMN identity.person_id; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(person_id) ON TABLE public.identity TO registry_api;


--
-- Name: COLUMN identity.idp; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(idp) ON TABLE public.identity TO registry_api;


--
-- Name: COLUMN identity.siret_claim; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(siret_claim) ON TABLE public.identity TO registry_api;


--
-- Name: COLUMN identity.last_used_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(last_used_at) ON TABLE public.identity TO registry_api;


--
-- Name: TABLE instance; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.instance TO registry_api;


--
-- Name: TABLE invitation; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.invitation TO registry_api;


--
-- Name: COLUMN invitation.expires_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(expires_at) ON TABLE public.invitation TO registry_api;


--
-- Name: COLUMN invitation.accepted_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(accepted_at) ON TABLE public.invitation TO registry_api;


--
-- Name: COLUMN invitation.accepted_by; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(accepted_by) ON TABLE public.invitation TO registry_api;


--
-- Name: TABLE organisation; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.organisation TO registry_api;


--
-- Name: COLUMN organisation.version; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(version) ON TABLE public.organisation TO registry_api;


--
-- Name: COLUMN organisation.kinds; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(kinds) ON TABLE public.organisation TO registry_api;


--
-- Name: COLUMN organisation.legal_name; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(legal_name) ON TABLE public.organisation TO registry_api;


--
-- Name: COLUMN organisation.display_name; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(display_name) ON TABLE public.organisation TO registry_api;


--
-- Name: COLUMN organisation.display_skeleton; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(display_skeleton) ON TABLE public.organisation TO registry_api;


--
-- Name: COLUMN organisation.siren; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(siren) ON TABLE public.organisation TO registry_api;


--
-- Name: COLUMN organisation.siret_seat; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(siret_seat) ON TABLE public.organisation TO registry_api;


--
-- Name: COLUMN organisation.structure_id_type; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(structure_id_type) ON TABLE public.organisation TO registry_api;


--
-- Name: COLUMN organisation.structure_id; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(structure_id) ON TABLE public.organisation TO registry_api;


--
-- Name: COLUMN organisation.finess; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(finess) ON TABLE public.organisation TO registry_api;


--
-- Name: COLUMN organisation.state; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(state) ON TABLE public.organisation TO registry_api;


--
-- Name: COLUMN organisation.admitted_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(admitted_at) ON TABLE public.organisation TO registry_api;


--
-- Name: COLUMN organisation.updated_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(updated_at) ON TABLE public.organisation TO registry_api;


--
-- Name: TABLE listed_line; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.listed_line TO registry_api;


--
-- Name: TABLE mail; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.mail TO registry_api;


--
-- Name: COLUMN mail.body; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(body) ON TABLE public.mail TO registry_api;


--
-- Name: COLUMN mail.state; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(state) ON TABLE public.mail TO registry_api;


--
-- Name: COLUMN mail.claimed_until; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(claimed_until) ON TABLE public.mail TO registry_api;


--
-- Name: COLUMN mail.updated_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(updated_at) ON TABLE public.mail TO registry_api;


--
-- Name: TABLE mail_delivery; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.mail_delivery TO registry_api;


--
-- Name: COLUMN mail_delivery.state; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(state) ON TABLE public.mail_delivery TO registry_api;


--
-- Name: COLUMN mail_delivery.attempts; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(attempts) ON TABLE public.mail_delivery TO registry_api;


--
-- Name: COLUMN mail_delivery.next_attempt_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(next_attempt_at) ON TABLE public.mail_delivery TO registry_api;


--
-- Name: COLUMN mail_delivery.claimed_until; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(claimed_until) ON TABLE public.mail_delivery TO registry_api;


--
-- Name: COLUMN mail_delivery.last_error_code; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(last_error_code) ON TABLE public.mail_delivery TO registry_api;


--
-- Name: COLUMN mail_delivery.history; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(history) ON TABLE public.mail_delivery TO registry_api;


--
-- Name: COLUMN mail_delivery.sent_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(sent_at) ON TABLE public.mail_delivery TO registry_api;


--
-- Name: COLUMN mail_delivery.updated_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(updated_at) ON TABLE public.mail_delivery TO registry_api;


--
-- Name: TABLE membership; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.membership TO registry_api;


--
-- Name: COLUMN membership.version; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(version) ON TABLE public.membership TO registry_api;


--
-- Name: COLUMN membership.roles; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(roles) ON TABLE public.membership TO registry_api;


--
-- Name: COLUMN membership.state; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(state) ON TABLE public.membership TO registry_api;


--
-- Name: COLUMN membership.valid_until; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(valid_until) ON TABLE public.membership TO registry_api;


--
-- Name: COLUMN membership.updated_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(updated_at) ON TABLE public.membership TO registry_api;


--
-- Name: TABLE organisation_number; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.organisation_number TO registry_api;


--
-- Name: TABLE person; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.person TO registry_api;


--
-- Name: COLUMN person.version; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(version) ON TABLE public.person TO registry_api;


--
-- Name: COLUMN person.name; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(name) ON TABLE public.person TO registry_api;


--
-- Name: COLUMN person.mail; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(mail) ON TABLE public.person TO registry_api;


--
-- Name: COLUMN person.state; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(state) ON TABLE public.person TO registry_api;


--
-- Name: COLUMN person.last_seen_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(last_seen_at) ON TABLE public.person TO registry_api;


--
-- Name: COLUMN person.updated_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(updated_at) ON TABLE public.person TO registry_api;


--
-- Name: TABLE public_operator; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.public_operator TO registry_api;


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
-- Name: TABLE reference_document; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.reference_document TO registry_api;


--
-- Name: COLUMN reference_document.version; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(version) ON TABLE public.reference_document TO registry_api;


--
-- Name: COLUMN reference_document.title; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(title) ON TABLE public.reference_document TO registry_api;


--
-- Name: COLUMN reference_document.in_force_on; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(in_force_on) ON TABLE public.reference_document TO registry_api;


--
-- Name: COLUMN reference_document.recommit_by; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(recommit_by) ON TABLE public.reference_document TO registry_api;


--
-- Name: COLUMN reference_document.state; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(state) ON TABLE public.reference_document TO registry_api;


--
-- Name: COLUMN reference_document.updated_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(updated_at) ON TABLE public.reference_document TO registry_api;


--
-- Name: TABLE session; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.session TO registry_api;


--
-- Name: COLUMN session.last_seen_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(last_seen_at) ON TABLE public.session TO registry_api;


--
-- Name: COLUMN session.ended_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(ended_at) ON TABLE public.session TO registry_api;


--
-- Name: TABLE sign_in_attempt; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.sign_in_attempt TO registry_api;


--
-- Name: COLUMN sign_in_attempt.used_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(used_at) ON TABLE public.sign_in_attempt TO registry_api;


--
-- Name: TABLE signed_list; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.signed_list TO registry_api;


--
-- Name: TABLE step_up; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.step_up TO registry_api;


--
-- Name: COLUMN step_up.authenticator_id; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(authenticator_id) ON TABLE public.step_up TO registry_api;


--
-- Name: COLUMN step_up.verified_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(verified_at) ON TABLE public.step_up TO registry_api;


--
-- Name: COLUMN step_up.consumed_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(consumed_at) ON TABLE public.step_up TO registry_api;


--
-- Name: TABLE whitelist_import; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.whitelist_import TO registry_api;


--
-- PostgreSQL database dump complete
--

\unrestrict golden

