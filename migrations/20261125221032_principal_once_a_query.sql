-- Row security asks who reads once for each query, not once for each row: a scalar subquery is evaluated beforehand. Says
-- what people_second_locks.sql says, and nothing else.
CREATE FUNCTION principal_organisations() RETURNS uuid[] LANGUAGE sql STABLE AS $$
  SELECT coalesce(nullif(current_setting('registry.principal_organisations', true), '')::uuid[], '{}')
$$;
--> statement-breakpoint
DO $$
DECLARE
  name text;
  sees_all CONSTANT text := '(SELECT principal_sees_all())';
  own CONSTANT text := 'organisation_id = ANY ((SELECT principal_organisations())::uuid[])';
BEGIN
  FOREACH name IN ARRAY ARRAY['drimbox', 'contact', 'commitment', 'delegation', 'audit_event'] LOOP
    EXECUTE format('ALTER POLICY %I ON %I USING (%s OR %s)', name || '_own', name, sees_all, own);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['access_point', 'certificate'] LOOP
    EXECUTE format('ALTER POLICY %I ON %I USING (%s OR EXISTS (SELECT FROM drimbox WHERE drimbox.id = drimbox_id))',
                   name || '_own', name, sees_all);
  END LOOP;
  EXECUTE format('ALTER POLICY mail_delivery_own ON mail_delivery USING (%s OR %s OR person_id = (SELECT principal_person()))',
                 sees_all, own);
  EXECUTE format('ALTER POLICY membership_own ON membership USING (%s OR %s OR person_id = (SELECT principal_person()))',
                 sees_all, own);
  EXECUTE format('ALTER POLICY decision_own ON decision USING (%s OR %s OR proposed_by = (SELECT principal_person()))',
                 sees_all, own);
  EXECUTE format('ALTER POLICY mail_own ON mail USING (%s OR %s
                  OR recipient_kind = ''person'' AND recipient = (SELECT principal_person())::text)', sees_all, own);
  EXECUTE format('ALTER POLICY admission_own ON admission USING (%s OR author_id = (SELECT principal_person()))', sees_all);
  EXECUTE format('ALTER POLICY organisation_own ON organisation
                  USING (%s OR id = ANY ((SELECT principal_organisations())::uuid[]))', sees_all);
  EXECUTE format('ALTER POLICY person_own ON person USING (%s OR id = (SELECT principal_person())
                  OR EXISTS (SELECT FROM membership WHERE membership.person_id = person.id))', sees_all);
END $$;
