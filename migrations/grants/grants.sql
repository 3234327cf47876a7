-- Run at the end of every migration, as often as one likes: it says the whole of what each role may do (decisions 13).
-- The roles exist by then (registry-api/src/db/grants.ts makes them, with their passwords).

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM registry_api, registry_prober, registry_housekeeper;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, registry_api, registry_prober, registry_housekeeper;
REVOKE CREATE ON SCHEMA public FROM PUBLIC, registry_api, registry_prober, registry_housekeeper;
GRANT USAGE ON SCHEMA public TO registry_api, registry_prober, registry_housekeeper;

-- registry_api reads everything of its own, and deletes nothing anywhere.
GRANT SELECT, INSERT ON
  instance, operator, drimbox, drimbox_number, host_name, access_point, certificate,
  publication, publication_sequence, signed_list, approval, whitelist_import, audit_event
  TO registry_api;
GRANT SELECT ON current_whitelist, listed_line TO registry_api;

-- It changes named columns only. Not among them: any number, host name, position, DN, sequence or content.
GRANT UPDATE (version, updated_at) ON operator TO registry_api;
GRANT UPDATE (version, state, suspension_level, resume_to, reason, updated_at) ON drimbox TO registry_api;
GRANT UPDATE (version, state, updated_at) ON certificate TO registry_api;
GRANT UPDATE (version, state, approvals_needed, updated_at, opened_at, signed_at, refusal_code, refusal_detail)
  ON publication TO registry_api;
GRANT UPDATE (sequence) ON current_whitelist TO registry_api;

-- registry_prober will insert observations, registry_housekeeper will purge what has passed its retention:
-- neither has a table yet, and neither may read the others'.
