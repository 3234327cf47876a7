import type postgres from 'postgres'

export interface Sizes {
  readonly organisations: number
  readonly drimboxes: number
  readonly events: number
}

/**
 * Fills a migrated registry as it would stand after years, as the owner and without its triggers: what is measured is
 * reading. Everything is made of numbers, so that two runs have the same rows.
 */
export async function fillRegistry(sql: postgres.Sql, sizes: Sizes): Promise<void> {
  await sql`SET session_replication_role = replica`
  // A million rows into seven indexes take minutes; the same indexes made afterwards, seconds.
  const indexes = await sql<{ name: string; definition: string }[]>`
    SELECT indexname AS name, indexdef AS definition FROM pg_indexes
     WHERE tablename = 'audit_event' AND indexname NOT IN ('audit_event_pk', 'audit_event_id_once')`
  for (const { name } of indexes) await sql.unsafe(`DROP INDEX ${name}`)
  for (const statement of statements(sizes)) await sql.unsafe(statement)
  for (const { definition } of indexes) await sql.unsafe(definition)
  await sql`VACUUM ANALYZE`
}

/** Ids of version 7, so that they are taken for what they are; `kind` keeps them apart. */
export function uuidOf(kind: string, number: number): string {
  return `01940000-00${Buffer.from(kind).toString('hex')}-7000-8000-${number.toString(16).padStart(12, '0')}`
}

/** The same in SQL. */
const id = (kind: string, number: string) =>
  `('01940000-00${Buffer.from(kind).toString('hex')}-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`
const AT = `timestamptz '2025-01-01 00:00:00Z'`

function statements({ organisations, drimboxes, events }: Sizes): string[] {
  const each = drimboxes / organisations
  return [
    `INSERT INTO organisation (id, version, public_number, kinds, legal_name, display_name, display_skeleton, state, origin,
                               admitted_at, created_at, updated_at)
     SELECT ${id('o', 'n')}, 1, 'OP-' || lpad(n::text, 5, '0'), '{operator}', 'EXPLOITANT ' || n, 'Exploitant ' || n,
            'exploitant' || n, 'admitted', 'admission', ${AT}, ${AT}, ${AT}
       FROM generate_series(1, ${organisations}) AS n`,
    `INSERT INTO commitment (id, version, organisation_id, kind, signatories, l2_consent, state, waiting_since, activated_at,
                             created_at, updated_at)
     SELECT ${id('c', 'n')}, 1, ${id('o', 'n')}, 'test-agreement', '[]', false, 'active', ${AT}, ${AT}, ${AT}, ${AT}
       FROM generate_series(1, ${organisations}) AS n`,
    `INSERT INTO drimbox (id, version, organisation_id, number, state, position, support_contact, added_at, created_at, updated_at)
     SELECT ${id('b', 'n')}, 1, ${id('o', `(1 + (n - 1) / ${each})`)}, n, 'in-service', n, 'support@exploitant.example',
            '2025-01-01T00:00:00Z', ${AT}, ${AT}
       FROM generate_series(1, ${drimboxes}) AS n`,
    `INSERT INTO host_name (name, drimbox_id, at)
     SELECT kind || n || '.demo.mesimagesmedicales.fr', ${id('b', 'n')}, ${AT}
       FROM generate_series(1, ${drimboxes}) AS n, unnest(ARRAY['db', 'vi']) AS kind`,
    `INSERT INTO access_point (id, drimbox_id, kind, host, host_name, created_at)
     SELECT gen_random_uuid(), drimbox_id, CASE WHEN name LIKE 'db%' THEN 'wado' ELSE 'viewer' END::access_point_kind, name, name, at
       FROM host_name`,
    `INSERT INTO certificate (id, version, drimbox_id, state, dn, created_at, updated_at)
     SELECT ${id('k', 'n')}, 1, ${id('b', 'n')}, 'listed', 'CN=db' || n || '.demo.mesimagesmedicales.fr,O=CENTRE ' || n || ',C=FR', ${AT}, ${AT}
       FROM generate_series(1, ${drimboxes}) AS n`,
    `INSERT INTO person (id, version, name, mail, state, created_at, updated_at)
     SELECT ${id('p', 'n')}, 1, 'Personne ' || n, 'personne' || n || '@exploitant.example', 'active', ${AT}, ${AT}
       FROM generate_series(1, ${organisations * 3}) AS n`,
    `INSERT INTO membership (id, version, person_id, organisation_id, roles, state, valid_from, created_at, updated_at)
     SELECT ${id('m', 'n')}, 1, ${id('p', 'n')}, ${id('o', '(1 + (n - 1) / 3)')}, '{OT}', 'active', ${AT}, ${AT}, ${AT}
       FROM generate_series(1, ${organisations * 3}) AS n`,
    `INSERT INTO admission (id, version, author_id, state, form, display_name, siren, waiting_since, organisation_id, created_at, updated_at)
     SELECT ${id('a', 'n')}, 1, ${id('p', 'n')}, 'accepted', '{}', 'Exploitant ' || n, lpad(n::text, 9, '0'), ${AT},
            ${id('o', 'n')}, ${AT}, ${AT}
       FROM generate_series(1, ${organisations}) AS n`,
    `INSERT INTO admission (id, version, author_id, state, form, display_name, siren, waiting_since, due_at, submitted_at, created_at, updated_at)
     SELECT ${id('s', 'n')}, 1, ${id('p', 'n')}, 'submitted', '{}', 'Candidat ' || n, lpad(n::text, 9, '9'), ${AT},
            ${AT} + n * interval '1 day', ${AT}, ${AT}, ${AT}
       FROM generate_series(1, 200) AS n`,
    `INSERT INTO delegation (id, version, organisation_id, facility_name, finess, valid_from, valid_until, state, waiting_since, created_at, updated_at)
     SELECT ${id('d', 'n')}, 1, ${id('o', `(1 + (n - 1) / ${each})`)}, 'Structure ' || n, lpad(n::text, 9, '0'), '2025-01-01', '2027-12-31',
            'active', ${AT}, ${AT}, ${AT}
       FROM generate_series(1, ${drimboxes}) AS n`,
    `INSERT INTO decision (id, version, class, subject_kind, subject_id, subject_version, event, organisation_id, payload, shown, digest,
                           state, proposed_by, decided_at, created_at, updated_at)
     SELECT ${id('e', 'n')}, 3, 'grant', 'commitment', ${id('c', 'n')}, 1, 'countersign', ${id('o', 'n')}, '{}', '{"effect": null}', repeat('a', 64),
            'approved', ${id('p', 'n')}, ${AT}, ${AT}, ${AT}
       FROM generate_series(1, ${organisations}) AS n`,
    `INSERT INTO mail (id, organisation_id, template, recipient_kind, recipient, subject, body, dedupe_key, state, created_at, updated_at)
     SELECT ${id('w', 'n')}, ${id('o', `(1 + (n - 1) / ${each})`)}, 'M6', 'organisation', ${id('o', `(1 + (n - 1) / ${each})`)}::text,
            '[DRIM-M TEST] Accord', 'Bonjour,' || n, 'bench-' || n, 'resolved', ${AT}, ${AT}
       FROM generate_series(1, ${drimboxes}) AS n`,
    `INSERT INTO mail_delivery (id, mail_id, organisation_id, address, state, attempts, next_attempt_at, history, sent_at, created_at, updated_at)
     SELECT ${id('x', 'n')}, ${id('w', 'n')}, ${id('o', `(1 + (n - 1) / ${each})`)}, 'personne' || n || '@exploitant.example', 'sent', 1,
            ${AT}, '[]', ${AT}, ${AT}, ${AT}
       FROM generate_series(1, ${drimboxes}) AS n`,
    `DELETE FROM audit_event`,
    `INSERT INTO audit_event (seq, id, at, actor_kind, actor_id, organisation_id, event, subject_kind, subject_id, data, hash)
     SELECT n, ${id('v', 'n')}, ${AT} + n * interval '30 seconds', 'person', ${id('p', `(1 + n % ${organisations * 3})`)}::text,
            ${id('o', `(1 + n % ${organisations})`)},
            (ARRAY['drimbox.suspended', 'drimbox.restored', 'session.opened', 'commitment.edited', 'delegation.declared'])[1 + n % 5],
            (ARRAY['drimbox', 'drimbox', 'session', 'commitment', 'delegation'])[1 + n % 5],
            ${id('b', `(1 + n % ${drimboxes})`)}::text, '{"number": 1}', repeat('a', 64)
       FROM generate_series(1, ${events}) AS n`,
    `UPDATE audit_head SET seq = ${events}, hash = repeat('a', 64)`,
  ]
}
