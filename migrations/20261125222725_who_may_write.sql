-- What one may see is more than what one may write (decisions 58): these policies said one thing for both.
DO $$
DECLARE
  sees_all CONSTANT text := '(SELECT principal_sees_all())';
  own CONSTANT text := 'organisation_id = ANY ((SELECT principal_organisations())::uuid[])';
  own_or_none CONSTANT text := format('(SELECT principal_is_known()) AND (organisation_id IS NULL OR %s OR %s)', sees_all, own);
BEGIN
  -- One's own place is seen everywhere, and given only where one belongs, or by the agency.
  EXECUTE format('ALTER POLICY membership_own ON membership WITH CHECK (%s OR %s)', sees_all, own);
  -- A team is seen; each of it changes alone.
  EXECUTE format('ALTER POLICY person_own ON person WITH CHECK (%s OR id = (SELECT principal_person()))', sees_all);
  -- Who stands behind an account is what the provider says at a sign-in, never what the person does.
  ALTER POLICY identity_own ON identity WITH CHECK ((SELECT principal_is_system()));
  -- Parties see what was decided about them; the agency decides, each with the voice of one's own person.
  EXECUTE format('ALTER POLICY decision_own ON decision WITH CHECK (%s)', sees_all);
  EXECUTE format('ALTER POLICY decision_act_own ON decision_act WITH CHECK
                  ((SELECT principal_is_system()) OR %s AND person_id = (SELECT principal_person()))', sees_all);
  -- Whoever acts has mails written and leaves events, of no organisation or of one's own.
  EXECUTE format('ALTER POLICY mail_own ON mail WITH CHECK (%s)', own_or_none);
  EXECUTE format('ALTER POLICY audit_event_own ON audit_event WITH CHECK (%s)', own_or_none);
END $$;
--> statement-breakpoint
-- Unless it is named last, the schema of temporary tables is looked into first: a table made there would be read in
-- place of ours, by functions that see everything.
ALTER FUNCTION audit_event_follows() SET search_path = public, pg_temp;
--> statement-breakpoint
ALTER FUNCTION audit_head_is_last() SET search_path = public, pg_temp;
--> statement-breakpoint
ALTER FUNCTION decision_has_its_people() SET search_path = public, pg_temp;
--> statement-breakpoint
ALTER FUNCTION display_name_is_taken(text, uuid) SET search_path = public, pg_temp;
--> statement-breakpoint
ALTER FUNCTION persons_are_in_doubt(uuid, uuid) SET search_path = public, pg_temp;
--> statement-breakpoint
ALTER FUNCTION end_sessions_of(uuid, timestamptz) SET search_path = public, pg_temp;
