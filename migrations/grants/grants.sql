-- Run at the end of every migration, as often as one likes: it says the whole of what each role may do (decisions 13).
-- The roles exist by then (registry-api/src/db/grants.ts makes them, with their passwords).

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM registry_api, registry_prober, registry_housekeeper;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, registry_api, registry_prober, registry_housekeeper;
REVOKE CREATE ON SCHEMA public FROM PUBLIC, registry_api, registry_prober, registry_housekeeper;
GRANT USAGE ON SCHEMA public TO registry_api, registry_prober, registry_housekeeper;

-- registry_api reads everything of its own, and deletes nothing anywhere.
GRANT SELECT, INSERT ON
  instance, drimbox, drimbox_number, host_name, access_point, certificate,
  publication, publication_sequence, signed_list, approval, whitelist_import, audit_event,
  organisation, organisation_number, contact,
  person, identity, authenticator, membership, invitation, sign_in_attempt, session, step_up, api_key, idempotency_key,
  document, admission, admission_piece, reference_document, commitment, delegation, delegation_drimbox,
  decision, decision_act, mail, mail_delivery
  TO registry_api;
GRANT SELECT ON current_whitelist, audit_head, listed_line, public_operator TO registry_api;

-- It changes named columns only. Not among them: any number, host name, position, DN, sequence, digest or content.
GRANT UPDATE (version, state, suspension_level, resume_to, reason, updated_at) ON drimbox TO registry_api;
GRANT UPDATE (version, state, updated_at) ON certificate TO registry_api;
GRANT UPDATE (version, state, approvals_needed, updated_at, opened_at, signed_at, refusal_code, refusal_detail)
  ON publication TO registry_api;
GRANT UPDATE (sequence) ON current_whitelist TO registry_api;
GRANT UPDATE (seq, hash) ON audit_head TO registry_api;

GRANT UPDATE (version, kinds, legal_name, display_name, display_skeleton, siren, siret_seat, structure_id_type,
              structure_id, finess, state, admitted_at, updated_at) ON organisation TO registry_api;
GRANT UPDATE (version, mailbox, phone, verified_at, code_sha256, code_expires_at, code_tries, ended_at, updated_at)
  ON contact TO registry_api;
GRANT UPDATE (version, name, mail, state, last_seen_at, updated_at) ON person TO registry_api;
GRANT UPDATE (siret_claim, idp, last_used_at, person_id) ON identity TO registry_api;
GRANT UPDATE (sign_count, label, last_used_at, ended_at) ON authenticator TO registry_api;
GRANT UPDATE (version, roles, state, valid_until, updated_at) ON membership TO registry_api;
GRANT UPDATE (accepted_at, accepted_by, expires_at) ON invitation TO registry_api;
GRANT UPDATE (used_at) ON sign_in_attempt TO registry_api;
GRANT UPDATE (last_seen_at, ended_at) ON session TO registry_api;
GRANT UPDATE (authenticator_id, verified_at, consumed_at) ON step_up TO registry_api;
GRANT UPDATE (version, person_id, revoked_at, last_used_at, updated_at) ON api_key TO registry_api;
GRANT UPDATE (request_sha256, status, headers, body, created_at, expires_at) ON idempotency_key TO registry_api;
GRANT UPDATE (organisation_id) ON document TO registry_api;
GRANT UPDATE (version, state, form, display_name, siren, claimed_by, asked, motive, waiting_since, due_at, reminded_at,
              submitted_at, organisation_id, updated_at) ON admission TO registry_api;
GRANT UPDATE (document_id, note, verdict, verdict_by, motive, valid_until, updated_at) ON admission_piece TO registry_api;
GRANT UPDATE (version, title, in_force_on, recommit_by, state, updated_at) ON reference_document TO registry_api;
GRANT UPDATE (version, reference_document_id, signatories, effective_on, ends_on, document_id, file_sha256, l2_consent,
              state, resume_to, claimed_by, submitted_by, reason, clause, waiting_since, signed_at, activated_at,
              notice_given_at, out_since, ended_at, updated_at) ON commitment TO registry_api;
GRANT UPDATE (version, state, checked_by, reason, warned, waiting_since, updated_at) ON delegation TO registry_api;
GRANT UPDATE (version, state, observations_until, expires_at, confirm_by, decided_at, updated_at)
  ON decision TO registry_api;
GRANT UPDATE (state, body, claimed_until, updated_at) ON mail TO registry_api;
GRANT UPDATE (state, attempts, next_attempt_at, claimed_until, last_error_code, history, sent_at, updated_at)
  ON mail_delivery TO registry_api;

-- The one write of rows that the caller may not see.
GRANT EXECUTE ON FUNCTION end_sessions_of(uuid, timestamptz) TO registry_api;

-- registry_prober will insert observations, registry_housekeeper will purge what has passed its retention:
-- neither has a table yet, and neither may read the others'.
