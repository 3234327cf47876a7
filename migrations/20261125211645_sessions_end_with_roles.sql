-- A person's sessions are theirs alone to see (people_second_locks.sql); they end all the same when an administrator
-- changes what the person may do. The function ends them for who manages the person, shows none, and does it for nobody
-- else: the agency, the registry itself, the person, or somebody of an organisation that the person belongs to.
CREATE FUNCTION end_sessions_of(whose uuid, at timestamptz) RETURNS SETOF uuid
  LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$
  UPDATE session SET ended_at = at
   WHERE person_id = whose AND ended_at IS NULL
     AND (principal_sees_all() OR whose = principal_person()
          OR EXISTS (SELECT FROM membership WHERE membership.person_id = whose AND principal_in(organisation_id)))
  RETURNING id
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION end_sessions_of(uuid, timestamptz) FROM PUBLIC;
