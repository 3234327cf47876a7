-- What the rules of the code say is said a second time here, where no code path can forget it.
-- Names of the invariants: docs/invariants.md.

-- A-1, D-2, W-1: rows of these tables are added, never changed or removed, whoever asks.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is insert-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
--> statement-breakpoint
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['instance', 'audit_event', 'drimbox_number', 'host_name', 'publication_sequence',
                              'signed_list', 'approval', 'whitelist_import'] LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()',
                   name || '_insert_only', name);
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
                   name || '_never_emptied', name);
  END LOOP;
  -- Rows with a life of their own: they change, they are never removed.
  FOREACH name IN ARRAY ARRAY['operator', 'drimbox', 'access_point', 'certificate', 'publication', 'current_whitelist'] LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()',
                   name || '_never_deleted', name);
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
                   name || '_never_emptied', name);
  END LOOP;
END $$;
--> statement-breakpoint

-- D-1: the one place that says which lines are on the list, and what each says (procedures 2.8).
-- security_invoker: row security binds whoever reads it.
CREATE VIEW listed_line WITH (security_invoker = true) AS
SELECT drimbox.id AS drimbox_id,
       line.certificate_id,
       drimbox.position,
       drimbox.number,
       wado.host AS wado_host,
       coalesce(viewer.host, '') AS viewer_host,
       operator.name AS denomination,
       line.dn AS certificate_dn,
       drimbox.support_contact,
       drimbox.added_at
  FROM drimbox
  JOIN operator ON operator.id = drimbox.operator_id
  JOIN access_point AS wado ON wado.drimbox_id = drimbox.id AND wado.kind = 'wado'
  LEFT JOIN access_point AS viewer ON viewer.drimbox_id = drimbox.id AND viewer.kind = 'viewer'
  -- One line for each distinct DN: the same name renewed is the same line.
  JOIN (SELECT DISTINCT ON (drimbox_id, dn) drimbox_id, dn, id AS certificate_id
          FROM certificate WHERE state = 'listed' ORDER BY drimbox_id, dn, id) AS line ON line.drimbox_id = drimbox.id
 WHERE drimbox.state IN ('imported', 'in-service')
    OR drimbox.state = 'suspended' AND drimbox.suspension_level = 'frozen';
--> statement-breakpoint

-- D-1, second lock: each line of a publication is looked up again, when it is written and when it is about to be signed.
CREATE FUNCTION publication_lines_are_listed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM unnest(NEW.line_drimboxes, NEW.line_dns) AS line (drimbox_id, dn)
     WHERE NOT EXISTS (SELECT FROM listed_line
                        WHERE listed_line.drimbox_id = line.drimbox_id AND listed_line.certificate_dn = line.dn)
  ) THEN
    RAISE EXCEPTION 'a line of publication % is not allowed on the list', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'publication_lines_are_listed';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER publication_lines_are_listed_when_written BEFORE INSERT ON publication
  FOR EACH ROW EXECUTE FUNCTION publication_lines_are_listed();
--> statement-breakpoint
CREATE TRIGGER publication_lines_are_listed_when_opened BEFORE UPDATE ON publication
  FOR EACH ROW WHEN (NEW.state = 'signing' AND OLD.state <> 'signing')
  EXECUTE FUNCTION publication_lines_are_listed();
--> statement-breakpoint

-- W-2: what is to be signed is written once; what is over stays over.
CREATE FUNCTION publication_is_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
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
--> statement-breakpoint
CREATE TRIGGER publication_is_written_once BEFORE UPDATE ON publication
  FOR EACH ROW EXECUTE FUNCTION publication_is_written_once();
--> statement-breakpoint

-- W-1: the list in force only moves up, and only to bytes that our own verifier accepted.
CREATE FUNCTION current_whitelist_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
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
--> statement-breakpoint
CREATE TRIGGER current_whitelist_only_grows BEFORE UPDATE ON current_whitelist
  FOR EACH ROW EXECUTE FUNCTION current_whitelist_only_grows();
--> statement-breakpoint
INSERT INTO current_whitelist (id, sequence) VALUES (1, 0);
--> statement-breakpoint

-- Row security (decisions 13 and 58). The principal of a transaction is two settings that inTransaction() writes;
-- without them nothing is visible. The owner migrates and is not bound; the API's own role is.
CREATE FUNCTION principal_sees_all() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(current_setting('registry.principal_kind', true) IN ('administrator', 'system'), false)
$$;
--> statement-breakpoint
CREATE FUNCTION principal_operator() RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT nullif(current_setting('registry.principal_operator', true), '')::uuid
$$;
--> statement-breakpoint
ALTER TABLE operator ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE drimbox ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE access_point ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE certificate ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY operator_own ON operator USING (principal_sees_all() OR id = principal_operator());
--> statement-breakpoint
CREATE POLICY drimbox_own ON drimbox USING (principal_sees_all() OR operator_id = principal_operator());
--> statement-breakpoint
-- Through drimbox, whose own policy has already filtered.
CREATE POLICY access_point_own ON access_point USING (EXISTS (SELECT FROM drimbox WHERE drimbox.id = drimbox_id));
--> statement-breakpoint
CREATE POLICY certificate_own ON certificate USING (EXISTS (SELECT FROM drimbox WHERE drimbox.id = drimbox_id));
