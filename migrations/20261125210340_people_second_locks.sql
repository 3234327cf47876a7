-- What the rules about people and commitments say, said a second time (docs/invariants.md).

-- Rows that are added and never change.
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['organisation_number', 'decision_act', 'delegation_drimbox'] LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()',
                   name || '_insert_only', name);
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
                   name || '_never_emptied', name);
  END LOOP;
  -- Rows with a life of their own. Those of people (person, identity, session, …) may one day be erased.
  FOREACH name IN ARRAY ARRAY['organisation', 'contact', 'membership', 'admission', 'admission_piece', 'document',
                              'reference_document', 'commitment', 'delegation', 'decision', 'api_key', 'mail',
                              'mail_delivery', 'audit_head'] LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()',
                   name || '_never_deleted', name);
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
                   name || '_never_emptied', name);
  END LOOP;
END $$;
--> statement-breakpoint

-- D-1: the boolean of procedures 2.8, as far as its states exist. One live commitment at most (commitment_one_live), so a
-- line stands once.
CREATE VIEW listed_line WITH (security_invoker = true) AS
SELECT drimbox.id AS drimbox_id,
       line.certificate_id,
       drimbox.position,
       drimbox.number,
       wado.host AS wado_host,
       coalesce(viewer.host, '') AS viewer_host,
       organisation.display_name AS denomination,
       line.dn AS certificate_dn,
       drimbox.support_contact,
       drimbox.added_at
  FROM drimbox
  JOIN organisation ON organisation.id = drimbox.organisation_id
  JOIN commitment ON commitment.organisation_id = drimbox.organisation_id
                 AND commitment.state IN ('active', 'frozen', 'notice', 'winding-down')
  JOIN access_point AS wado ON wado.drimbox_id = drimbox.id AND wado.kind = 'wado'
  LEFT JOIN access_point AS viewer ON viewer.drimbox_id = drimbox.id AND viewer.kind = 'viewer'
  -- One line for each distinct DN: the same name renewed is the same line.
  JOIN (SELECT DISTINCT ON (drimbox_id, dn) drimbox_id, dn, id AS certificate_id
          FROM certificate WHERE state = 'listed' ORDER BY drimbox_id, dn, id) AS line ON line.drimbox_id = drimbox.id
 WHERE drimbox.state IN ('imported', 'in-service')
    OR drimbox.state = 'suspended' AND drimbox.suspension_level = 'frozen';
--> statement-breakpoint

-- A-3: the chain of the audit. Each event follows the last one, and the head is the last event's.
INSERT INTO audit_head (id, seq, hash)
SELECT 1, coalesce(max(seq), 0), repeat('0', 64) FROM audit_event;
--> statement-breakpoint
-- SECURITY DEFINER: whoever adds an event may not see the one before it.
CREATE FUNCTION audit_event_follows() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE last bigint;
BEGIN
  SELECT greatest((SELECT max(seq) FROM audit_event), (SELECT seq FROM audit_head)) INTO last;
  IF NEW.hash IS NULL OR NEW.seq <> last + 1 THEN
    RAISE EXCEPTION 'audit event % does not follow %', NEW.seq, last
      USING ERRCODE = 'check_violation', CONSTRAINT = 'audit_event_follows';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_event_follows BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_event_follows();
--> statement-breakpoint
CREATE FUNCTION audit_head_is_last() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM audit_event WHERE seq = NEW.seq AND hash = NEW.hash
                    AND seq = (SELECT max(seq) FROM audit_event)) THEN
    RAISE EXCEPTION 'the head of the audit is its last event'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'audit_head_is_last';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_head_is_last BEFORE UPDATE ON audit_head FOR EACH ROW EXECUTE FUNCTION audit_head_is_last();
--> statement-breakpoint

-- P-1: where two persons decide, an approval stands on the acts of two persons (S1, S2).
CREATE FUNCTION decision_has_its_people() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF (SELECT count(DISTINCT person_id) FROM decision_act
       WHERE decision_id = NEW.id AND verdict IN ('propose', 'approve')) < 2 THEN
    RAISE EXCEPTION 'decision % needs two persons', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_has_its_people';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER decision_has_its_people BEFORE UPDATE ON decision
  FOR EACH ROW WHEN (NEW.state = 'approved' AND OLD.state <> 'approved'
                     AND NEW.class IN ('grant', 'adverse', 'mass', 'widen', 'identity'))
  EXECUTE FUNCTION decision_has_its_people();
--> statement-breakpoint
CREATE FUNCTION decision_is_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
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
--> statement-breakpoint
CREATE TRIGGER decision_is_written_once BEFORE UPDATE ON decision
  FOR EACH ROW EXECUTE FUNCTION decision_is_written_once();
--> statement-breakpoint
-- C-1: what is over stays over.
CREATE FUNCTION commitment_is_over() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'commitment % has ended for ever', OLD.id
    USING ERRCODE = 'check_violation', CONSTRAINT = 'commitment_is_over';
END $$;
--> statement-breakpoint
CREATE TRIGGER commitment_is_over BEFORE UPDATE ON commitment
  FOR EACH ROW WHEN (OLD.state = 'ended') EXECUTE FUNCTION commitment_is_over();
--> statement-breakpoint
-- F-1: the bytes of a document never change, and a document never changes hands.
CREATE FUNCTION document_is_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
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
--> statement-breakpoint
CREATE TRIGGER document_is_written_once BEFORE UPDATE ON document
  FOR EACH ROW EXECUTE FUNCTION document_is_written_once();
--> statement-breakpoint

-- Row security (decisions 13 and 58): the settings that inTransaction() writes for its principal.
CREATE OR REPLACE FUNCTION principal_sees_all() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(current_setting('registry.principal_kind', true) IN ('agency', 'system'), false)
$$;
--> statement-breakpoint
DROP FUNCTION principal_operator();
--> statement-breakpoint
CREATE FUNCTION principal_is_system() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(current_setting('registry.principal_kind', true) = 'system', false)
$$;
--> statement-breakpoint
CREATE FUNCTION principal_is_known() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(current_setting('registry.principal_kind', true) IN ('party', 'agency', 'system'), false)
$$;
--> statement-breakpoint
CREATE FUNCTION principal_in(organisation uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(organisation = ANY (nullif(current_setting('registry.principal_organisations', true), '')::uuid[]), false)
$$;
--> statement-breakpoint
CREATE FUNCTION principal_person() RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT nullif(current_setting('registry.principal_person', true), '')::uuid
$$;
--> statement-breakpoint
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['organisation', 'organisation_number', 'contact', 'person', 'identity', 'authenticator',
    'membership', 'invitation', 'sign_in_attempt', 'session', 'step_up', 'api_key', 'idempotency_key', 'document',
    'admission', 'admission_piece', 'commitment', 'delegation', 'delegation_drimbox', 'decision', 'decision_act',
    'mail', 'mail_delivery', 'audit_event'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
  END LOOP;
  -- Rows of an organisation: its own people, and the agency.
  FOREACH name IN ARRAY ARRAY['drimbox', 'organisation_number', 'contact', 'invitation', 'api_key', 'commitment',
    'delegation', 'mail_delivery'] LOOP
    EXECUTE format('CREATE POLICY %I ON %I USING (principal_sees_all() OR principal_in(organisation_id))',
                   name || '_own', name);
  END LOOP;
  -- Secrets of a person: nobody else, not even the agency.
  FOREACH name IN ARRAY ARRAY['identity', 'authenticator', 'session', 'step_up'] LOOP
    EXECUTE format('CREATE POLICY %I ON %I USING (principal_is_system() OR person_id = principal_person())',
                   name || '_own', name);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE POLICY organisation_own ON organisation USING (principal_sees_all() OR principal_in(id));
--> statement-breakpoint
CREATE POLICY membership_own ON membership
  USING (principal_sees_all() OR person_id = principal_person() OR principal_in(organisation_id));
--> statement-breakpoint
-- Oneself, and one's team: membership's own policy has already filtered.
CREATE POLICY person_own ON person
  USING (principal_sees_all() OR id = principal_person()
         OR EXISTS (SELECT FROM membership WHERE membership.person_id = person.id));
--> statement-breakpoint
CREATE POLICY sign_in_attempt_own ON sign_in_attempt USING (principal_is_system());
--> statement-breakpoint
CREATE POLICY idempotency_key_own ON idempotency_key
  USING (principal_is_system() OR principal_id = current_setting('registry.principal_id', true));
--> statement-breakpoint
-- Before it belongs to an organisation, a document is its uploader's.
CREATE POLICY document_own ON document
  USING (principal_sees_all() OR principal_in(organisation_id)
         OR organisation_id IS NULL AND uploaded_by = principal_person());
--> statement-breakpoint
CREATE POLICY admission_own ON admission USING (principal_sees_all() OR author_id = principal_person());
--> statement-breakpoint
CREATE POLICY admission_piece_own ON admission_piece
  USING (EXISTS (SELECT FROM admission WHERE admission.id = admission_id));
--> statement-breakpoint
CREATE POLICY delegation_drimbox_own ON delegation_drimbox
  USING (EXISTS (SELECT FROM delegation WHERE delegation.id = delegation_id));
--> statement-breakpoint
CREATE POLICY decision_own ON decision
  USING (principal_sees_all() OR principal_in(organisation_id) OR proposed_by = principal_person());
--> statement-breakpoint
CREATE POLICY decision_act_own ON decision_act
  USING (EXISTS (SELECT FROM decision WHERE decision.id = decision_id));
--> statement-breakpoint
-- Whoever acts may have a mail written to whom it concerns, and leaves its event; reading them is another matter.
CREATE POLICY mail_own ON mail
  USING (principal_sees_all() OR principal_in(organisation_id)
         OR recipient_kind = 'person' AND recipient = principal_person()::text)
  WITH CHECK (principal_is_known());
--> statement-breakpoint
CREATE POLICY audit_event_own ON audit_event
  USING (principal_sees_all() OR principal_in(organisation_id)) WITH CHECK (principal_is_known());
--> statement-breakpoint

-- Questions that cross organisations get a verdict, or public columns, and nothing else (decisions 58).
CREATE FUNCTION display_name_is_taken(skeleton text, own uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT EXISTS (SELECT FROM organisation
                  WHERE display_skeleton = skeleton AND state <> 'closed' AND id IS DISTINCT FROM own)
$$;
--> statement-breakpoint
-- S8: do these two share a mail or a security key, so that nobody knows whether they are two?
CREATE FUNCTION persons_are_in_doubt(one uuid, other uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT EXISTS (SELECT FROM person AS a JOIN person AS b ON lower(a.mail) = lower(b.mail)
                  WHERE a.id = one AND b.id = other)
      OR EXISTS (SELECT FROM authenticator AS a JOIN authenticator AS b ON a.public_key = b.public_key
                  WHERE a.person_id = one AND b.person_id = other)
$$;
--> statement-breakpoint
CREATE VIEW public_operator AS
SELECT organisation.id,
       organisation.public_number,
       organisation.display_name,
       organisation.kinds,
       organisation.state,
       (SELECT min(activated_at) FROM commitment WHERE commitment.organisation_id = organisation.id) AS member_since
  FROM organisation
 WHERE state <> 'candidate' AND NOT 'agency' = ANY (kinds);
