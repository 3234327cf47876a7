import { randomUUID } from 'node:crypto'
import type postgres from 'postgres'
import { recordChanges } from '../../registry-api/src/audit/record-changes.ts'
import { systemPrincipal, type Principal } from '../../registry-api/src/db/principal.ts'
import { insertRow, type Row } from './rows.ts'
import type { TrustSpace } from './trust-space.ts'

/** An organisation with one person, and at least one row in every table that can hold something of theirs. */
export interface Household {
  readonly organisationId: string
  readonly personId: string
  /** Every row of theirs, by table. */
  readonly rows: ReadonlyMap<string, readonly Row[]>
  readonly principal: Principal
  /** Somebody else of the same organisation. */
  readonly colleague: Principal
}

let households = 0
const SHA = '0'.repeat(64)

/** Fills the database for one organisation. What a new table needs to hold something is said here. */
export async function createHousehold(space: TrustSpace, owner: postgres.Sql): Promise<Household> {
  households += 1
  const n = households
  const rows = new Map<string, Row[]>()
  const add = async (table: string, given: Row = {}): Promise<Row> => {
    const row = await insertRow(owner, table, given)
    rows.set(table, [...(rows.get(table) ?? []), row])
    return row
  }
  const organisation = await add('organisation', {
    version: 1,
    public_number: `OP-7000${n}`,
    kinds: ['operator', 'vendor'],
    state: 'admitted',
    origin: 'registration',
  })
  const own = { organisation_id: organisation['id'] }
  await add('organisation_number', { ...own, number: 70_000 + n })
  const person = await add('person', {
    version: 1,
    name: `Person ${n}`,
    mail: `p${n}@demo.example`,
    state: 'active',
  })
  const colleague = await add('person', { version: 1, name: `Colleague ${n}`, state: 'active' })
  const of = { person_id: person['id'] }
  for (const somebody of [person, colleague])
    await add('membership', { ...own, person_id: somebody['id'], roles: ['OA', 'OS'], state: 'active' })
  await add('contact', { ...own, kind: 'support', mailbox: `support${n}@demo.example` })
  await add('identity', of)
  const authenticator = await add('authenticator', of)
  await add('invitation', { ...own, roles: ['OT'] })
  await add('sign_in_attempt')
  const session = await add('session', of)
  await add('step_up', {
    ...of,
    session_id: session['id'],
    authenticator_id: authenticator['id'],
    verified_at: '2026-11-25T09:00:00Z',
  })
  await add('api_key', { ...own, ...of, scopes: ['read'] })
  await add('idempotency_key', { principal_id: person['id'] })
  const document = await add('document', {
    ...own,
    uploaded_by: person['id'],
    media_type: 'application/pdf',
    size: 4,
    sha256: SHA,
  })
  await add('document', { uploaded_by: person['id'], media_type: 'application/pdf', size: 4, sha256: SHA })
  const admission = await add('admission', { author_id: person['id'], state: 'draft' })
  await add('admission_piece', { admission_id: admission['id'], document_id: document['id'] })
  await add('commitment', { ...own, kind: 'internal', state: 'active' })
  const delegation = await add('delegation', {
    ...own,
    finess: `75000000${n}`,
    valid_until: '2027-11-25',
    state: 'declared',
  })
  const drimbox = await add('drimbox', {
    ...own,
    version: 1,
    number: 7_000 + n,
    position: 7_000 + n,
    state: 'in-service',
  })
  await add('delegation_drimbox', { delegation_id: delegation['id'], drimbox_id: drimbox['id'] })
  await add('drimbox_number', { number: 7_000 + n, act: 'assigned', drimbox_id: drimbox['id'] })
  const name = `db700${n}.demo.mesimagesmedicales.fr`
  await add('host_name', { name, drimbox_id: drimbox['id'] })
  await add('access_point', { drimbox_id: drimbox['id'], kind: 'wado', host: name, host_name: name })
  await add('certificate', { drimbox_id: drimbox['id'], version: 1, state: 'listed', dn: `CN=${name}` })
  const decision = await add('decision', {
    ...own,
    class: 'grant',
    subject_kind: 'commitment',
    state: 'proposed',
    digest: SHA,
    proposed_by: person['id'],
  })
  await add('decision_act', {
    decision_id: decision['id'],
    person_id: person['id'],
    verdict: 'propose',
    step_up_id: null,
  })
  const mail = await add('mail', {
    ...own,
    recipient_kind: 'organisation',
    recipient: organisation['id'],
    state: 'waiting',
  })
  await add('mail_delivery', { ...own, mail_id: mail['id'], state: 'waiting', history: [] })
  await space.registry.world.inTransaction(systemPrincipal('test'), (tx) =>
    recordChanges(tx, [
      {
        event: 'drimbox.registered',
        subject: { kind: 'drimbox', id: String(drimbox['id']) },
        organisationId: String(organisation['id']),
      },
    ]),
  )
  rows.set(
    'audit_event',
    [
      ...(await owner<{ row: Row }[]>`
      SELECT to_jsonb(audit_event) AS row FROM audit_event WHERE organisation_id = ${String(organisation['id'])}`),
    ].map(({ row }) => row),
  )

  const principalOf = (somebody: Row): Principal => ({
    kind: 'person',
    id: String(somebody['id']),
    personId: String(somebody['id']),
    memberships: [
      { id: randomUUID(), organisationId: String(organisation['id']), isAgency: false, roles: ['OA', 'OS'] },
    ],
  })
  return {
    organisationId: String(organisation['id']),
    personId: String(person['id']),
    rows,
    principal: principalOf(person),
    colleague: principalOf(colleague),
  }
}
