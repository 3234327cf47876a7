import { uuidOf } from './registry-rows.ts'

/** A page or a search of the API, and the SQL of the same rows as somebody would type it. */
export interface Page {
  readonly what: string
  readonly path: string
  /** The agency's decider, or a technician of the first organisation. */
  readonly as: 'agency' | 'party' | 'public'
  readonly sql: string
}

const O1 = `'${uuidOf('o', 1)}'`
const box = `SELECT drimbox.*, organisation.display_name, wado.host AS wado_host, viewer.host AS viewer_host, certificate.dn,
  (SELECT count(*) FROM listed_line WHERE listed_line.drimbox_id = drimbox.id) > 0 AS on_list
  FROM drimbox JOIN organisation ON organisation.id = organisation_id
  JOIN access_point AS wado ON wado.drimbox_id = drimbox.id AND wado.kind = 'wado'
  LEFT JOIN access_point AS viewer ON viewer.drimbox_id = drimbox.id AND viewer.kind = 'viewer'
  LEFT JOIN certificate ON certificate.drimbox_id = drimbox.id`
const admissions = `SELECT admission.*, organisation.display_name, author.name, decision.id,
  (SELECT json_agg(admission_piece) FROM admission_piece WHERE admission_id = admission.id)
  FROM admission JOIN person AS author ON author.id = author_id LEFT JOIN organisation ON organisation.id = admission.organisation_id
  LEFT JOIN decision ON subject_kind = 'admission' AND subject_id = admission.id AND decision.state = 'proposed'`
const events = 'SELECT * FROM audit_event'

/** Delegations name facilities: whoever reads them leaves an event, which is part of the page (procedures 2.3). */
const traced = (select: string) => `BEGIN; ${select};
  INSERT INTO audit_event (seq, id, at, actor_kind, actor_id, event, subject_kind, subject_id, data, hash)
  SELECT seq + 1, gen_random_uuid(), '2026-01-01Z', 'person', 'bench', 'access.delegation-read', 'organisation', 'bench', '{}', hash
    FROM audit_head;
  UPDATE audit_head SET seq = seq + 1; COMMIT`

/** What waits: steps that nobody has proposed to decide yet, and what has been proposed. */
const open = (
  kind: string,
) => `NOT EXISTS (SELECT FROM decision WHERE subject_kind = '${kind}' AND subject_id = ${kind}.id
  AND state IN ('proposed', 'observations'))`
const waiting = `SELECT waiting.*, organisation.display_name, person.name FROM (
    SELECT 'admission' AS kind, id, state, organisation_id, display_name, claimed_by, coalesce(due_at, waiting_since + interval '45 days') AS due
      FROM admission WHERE state IN ('incomplete', 'submitted', 'under-review') AND ${open('admission')}
    UNION ALL SELECT 'commitment', id, state, organisation_id, NULL, claimed_by, waiting_since + interval '45 days'
      FROM commitment WHERE state IN ('draft', 'submitted', 'under-review') AND ${open('commitment')}
    UNION ALL SELECT 'commitment', commitment.id, commitment.state, organisation_id, NULL, claimed_by, waiting_since
      FROM commitment LEFT JOIN reference_document ON reference_document.code = commitment.kind AND reference_document.state = 'official'
     WHERE commitment.state IN ('active', 'frozen', 'notice', 'winding-down')
       AND (ends_on < '2026-01-01' OR recommit_by < '2026-01-01' AND reference_document.id <> commitment.reference_document_id)
    UNION ALL SELECT 'delegation', id, state, organisation_id, NULL, NULL, waiting_since + interval '45 days'
      FROM delegation WHERE state IN ('declared', 'expired')
    UNION ALL SELECT 'commitment', commitment.id, commitment.state, organisation_id, NULL, claimed_by, waiting_since
      FROM commitment WHERE state = 'signed' AND effective_on <= '2026-01-01'
       AND EXISTS (SELECT FROM commitment AS former WHERE former.organisation_id = commitment.organisation_id AND former.state IN ('out', 'frozen', 'notice'))
    UNION ALL SELECT 'commitment', id, state, organisation_id, NULL, claimed_by, waiting_since
      FROM commitment WHERE kind = 'import' AND state = 'active' AND activated_at < '2025-06-01'
    UNION ALL SELECT 'decision', id, state, organisation_id, NULL, proposed_by, coalesce(confirm_by, expires_at, created_at)
      FROM decision WHERE state IN ('proposed', 'observations', 'to-confirm')) AS waiting
  LEFT JOIN organisation ON organisation.id = waiting.organisation_id
  LEFT JOIN person ON person.id = waiting.claimed_by ORDER BY due, waiting.id LIMIT 51`

/** Every list page and search there is, at the default of 50 rows. */
export function pagesOf(someId: {
  readonly middle: string
  readonly box: string
  readonly organisation: string
}): readonly Page[] {
  const o = someId.organisation
  return [
    {
      what: 'operators',
      path: '/v1/operators',
      as: 'public',
      sql: 'SELECT * FROM public_operator ORDER BY public_number LIMIT 51',
    },
    {
      what: 'operators, searched',
      path: '/v1/operators?q=ant%204',
      as: 'public',
      sql: `SELECT * FROM public_operator WHERE display_name ILIKE '%ant 4%' ORDER BY public_number LIMIT 51`,
    },
    {
      what: 'organisations',
      path: '/v1/organisations',
      as: 'agency',
      sql: 'SELECT * FROM organisation ORDER BY id LIMIT 51',
    },
    {
      what: 'organisations, searched',
      path: '/v1/organisations?q=ant%2049',
      as: 'agency',
      sql: `SELECT * FROM organisation WHERE display_name ILIKE '%ant 49%' ORDER BY id LIMIT 51`,
    },
    { what: 'DRIMboxes', path: '/v1/drimboxes', as: 'agency', sql: `${box} ORDER BY drimbox.id LIMIT 51` },
    {
      what: 'DRIMboxes, a later page',
      path: `/v1/drimboxes?after=${someId.middle}`,
      as: 'agency',
      sql: `${box} WHERE drimbox.id > '${someId.middle}' ORDER BY drimbox.id LIMIT 51`,
    },
    {
      what: 'DRIMboxes by number',
      path: '/v1/drimboxes?number=5000',
      as: 'agency',
      sql: `${box} WHERE drimbox.number = 5000`,
    },
    {
      what: 'DRIMboxes of one organisation',
      path: `/v1/drimboxes?operator=${o}`,
      as: 'agency',
      sql: `${box} WHERE drimbox.organisation_id = '${o}' ORDER BY drimbox.id LIMIT 51`,
    },
    {
      what: 'DRIMboxes, own',
      path: '/v1/drimboxes',
      as: 'party',
      sql: `${box} WHERE drimbox.organisation_id = ${O1} ORDER BY drimbox.id LIMIT 51`,
    },
    {
      what: 'commitments',
      path: '/v1/commitments',
      as: 'agency',
      sql: `SELECT commitment.*, organisation.display_name, (SELECT count(*) FROM drimbox WHERE drimbox.organisation_id = commitment.organisation_id AND (SELECT count(*) FROM listed_line WHERE listed_line.drimbox_id = drimbox.id) > 0) FROM commitment JOIN organisation ON organisation.id = organisation_id ORDER BY commitment.id LIMIT 51`,
    },
    {
      what: 'delegations',
      path: '/v1/delegations',
      as: 'agency',
      sql: traced('SELECT * FROM delegation ORDER BY id LIMIT 51'),
    },
    {
      what: 'delegations, own',
      path: '/v1/delegations',
      as: 'party',
      sql: traced(`SELECT * FROM delegation WHERE organisation_id = ${O1} ORDER BY id LIMIT 51`),
    },
    {
      what: 'admissions',
      path: '/v1/admissions',
      as: 'agency',
      sql: `${admissions} ORDER BY admission.id LIMIT 51`,
    },
    {
      what: 'admissions, searched',
      path: '/v1/admissions?q=idat%2019',
      as: 'agency',
      sql: `${admissions} WHERE admission.display_name ILIKE '%idat 19%' ORDER BY admission.id LIMIT 51`,
    },
    {
      what: 'decisions',
      path: '/v1/decisions',
      as: 'agency',
      sql: `SELECT decision.*, organisation.display_name, (SELECT json_agg(decision_act) FROM decision_act WHERE decision_id = decision.id)
        FROM decision LEFT JOIN organisation ON organisation.id = organisation_id ORDER BY decision.id LIMIT 51`,
    },
    {
      what: 'to-do list',
      path: '/v1/requests',
      as: 'agency',
      sql: waiting,
    },
    {
      what: 'members of one organisation',
      path: `/v1/memberships?organisation=${o}`,
      as: 'agency',
      sql: `SELECT * FROM membership JOIN person ON person.id = person_id WHERE organisation_id = '${o}' ORDER BY membership.id LIMIT 51`,
    },
    {
      what: 'mails',
      path: '/v1/mails',
      as: 'agency',
      sql: 'SELECT *, (SELECT count(*) FROM mail_delivery WHERE mail_id = mail.id) FROM mail ORDER BY id DESC LIMIT 51',
    },
    {
      what: 'mails, own',
      path: '/v1/mails',
      as: 'party',
      sql: `SELECT *, (SELECT count(*) FROM mail_delivery WHERE mail_id = mail.id) FROM mail WHERE organisation_id = ${O1} ORDER BY id DESC LIMIT 51`,
    },
    {
      what: 'audit, newest',
      path: '/v1/audit-events?order=desc',
      as: 'agency',
      sql: `${events} ORDER BY seq DESC LIMIT 51`,
    },
    {
      what: 'audit, deep',
      path: '/v1/audit-events?after=500000',
      as: 'agency',
      sql: `${events} WHERE seq > 500000 ORDER BY seq LIMIT 51`,
    },
    {
      what: 'audit of one DRIMbox',
      path: `/v1/audit-events?subject=${someId.box}`,
      as: 'agency',
      sql: `${events} WHERE subject_id = '${someId.box}' ORDER BY seq LIMIT 51`,
    },
    {
      what: 'audit of one organisation',
      path: `/v1/audit-events?organisation=${o}`,
      as: 'agency',
      sql: `${events} WHERE organisation_id = '${o}' ORDER BY seq LIMIT 51`,
    },
    {
      what: 'audit of one event',
      path: '/v1/audit-events?event=drimbox.suspended&order=desc',
      as: 'agency',
      sql: `${events} WHERE event = 'drimbox.suspended' ORDER BY seq DESC LIMIT 51`,
    },
    {
      what: 'audit of an event that never was',
      path: '/v1/audit-events?event=certificate.revoked',
      as: 'agency',
      sql: `${events} WHERE event = 'certificate.revoked' ORDER BY seq LIMIT 51`,
    },
    {
      what: 'audit of one noun',
      path: '/v1/audit-events?noun=delegation&order=desc',
      as: 'agency',
      sql: `${events} WHERE event LIKE 'delegation.%' ORDER BY seq DESC LIMIT 51`,
    },
    {
      what: 'audit of one day',
      path: '/v1/audit-events?from=2025-06-01T00:00:00Z&until=2025-06-02T00:00:00Z',
      as: 'agency',
      sql: `${events} WHERE at >= '2025-06-01T00:00:00Z' AND at < '2025-06-02T00:00:00Z' ORDER BY at, seq LIMIT 51`,
    },
    {
      what: 'audit, own',
      path: '/v1/audit-events?order=desc',
      as: 'party',
      sql: `${events} WHERE organisation_id = ${O1} ORDER BY seq DESC LIMIT 51`,
    },
  ]
}
