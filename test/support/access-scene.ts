import { randomUUID } from 'node:crypto'
import type { RoleName } from './access-roles.ts'
import { createPeople, type TestPerson } from './people.ts'
import { insertRow } from './rows.ts'
import type { TrustSpace } from './trust-space.ts'

export type Scene = Awaited<ReturnType<typeof createScene>>

/**
 * Somebody in every role, and one thing of each kind that belongs to the organisation `own`. Things are in a state in
 * which nothing more happens to them, so that whoever may act is refused by the state, and the next role finds it as it was.
 */
export async function createScene(space: TrustSpace) {
  const people = await createPeople(space)
  const owner = people.sql
  const own = await people.organisation({
    name: 'Imagerie du Léman',
    kinds: ['operator', 'vendor'],
    commitment: 'ended',
  })
  const other = await people.organisation({ name: 'Téléimagerie Ouest' })
  const agency = await people.agency()
  const of = (organisation: string, ...roles: string[]) => [{ organisation, roles: roles as never[] }]
  const person = (name: string, places: Parameters<typeof people.person>[1]) => people.person(name, places)
  const credentials = new Map<RoleName, Readonly<Record<string, string>>>([['public', {}]])
  const persons = new Map<RoleName, TestPerson>()
  for (const [role, places] of [
    ['ended', of(own, 'OA')],
    ['newcomer', []],
    ['author', []],
    ['foreign OA', of(other, 'OA')],
    ...(['OA', 'OS', 'OT', 'OR', 'VP'] as const).map((one) => [one, of(own, one)] as const),
    ['insider', [...of('agency', 'AI'), ...of(own, 'OR')]],
    ...(['AR', 'AI', 'AD', 'AP', 'AS', 'AA'] as const).map((one) => [one, of('agency', one)] as const),
  ] as const) {
    const somebody = await person(`Person ${role}`, places)
    persons.set(role, somebody)
    credentials.set(role, somebody.headers)
  }
  await owner`UPDATE session SET ended_at = created_at WHERE person_id = ${persons.get('ended')!.id}`
  const holder = persons.get('OA')!
  const key = await people.apiKey(own, holder, ['read', 'boxes', 'certificates', 'maintenance', 'runs'])
  credentials.set('key', key.headers)
  credentials.set('key for runs', (await people.apiKey(own, holder, ['runs'])).headers)

  const at = space.clock.now().toISOString()
  const sha256 = '0'.repeat(64)
  const times = { created_at: at, updated_at: at }
  const add = async (table: string, given: Record<string, unknown>): Promise<string> =>
    String((await insertRow(owner, table, { ...times, version: 1, ...given }))['id'])
  const [ended] = await owner<{ id: string }[]>`SELECT id FROM commitment WHERE organisation_id = ${own}`
  const document = await add('document', {
    organisation_id: own,
    uploaded_by: persons.get('OT')!.id,
    purpose: 'delegation',
    media_type: 'application/pdf',
    size: 4,
    sha256,
  })
  const delegation = await add('delegation', {
    organisation_id: own,
    facility_name: 'Hôpital secret',
    finess: '750000001',
    valid_until: '2027-11-25',
    state: 'revoked',
    waiting_since: at,
  })
  const drimbox = await add('drimbox', {
    organisation_id: own,
    number: 4_242,
    position: 4_242,
    state: 'withdrawn',
    support_contact: 'support@secret.example',
  })
  const decision = await add('decision', {
    class: 'grant',
    subject_kind: 'commitment',
    subject_id: ended!.id,
    subject_version: 1,
    event: 'countersign',
    organisation_id: own,
    shown: { authors: [], effect: null },
    digest: sha256,
    state: 'refused',
    proposed_by: persons.get('AI')!.id,
    expires_at: '2099-01-01T00:00:00.000Z',
  })
  const mail = await add('mail', {
    organisation_id: own,
    template: 'M1',
    recipient_kind: 'organisation',
    recipient: own,
    subject: 'a subject',
    body: 'a body that is nobody else’s',
    state: 'resolved',
  })
  const referenceDocument = await add('reference_document', {
    code: 'test-agreement',
    label: '0.9',
    title: 'A replaced text',
    sha256,
    state: 'replaced',
  })
  const member = await people.person('Member who left', [])
  const membership = await add('membership', {
    person_id: member.id,
    organisation_id: own,
    roles: ['OR'],
    state: 'ended',
    valid_from: at,
  })
  const contact = await add('contact', {
    organisation_id: own,
    kind: 'security24h',
    phone: '+33198765432',
  })
  const admission = await add('admission', {
    author_id: persons.get('author')!.id,
    state: 'abandoned',
    form: {},
    display_name: 'Radiologie secrète',
    waiting_since: at,
    submitted_at: at,
  })
  const revokedKey = await people.apiKey(own, holder, ['read'])
  await owner`UPDATE api_key SET revoked_at = ${at} WHERE id = ${revokedKey.id}`
  return {
    people,
    credentials,
    persons,
    own,
    other,
    agency,
    commitment: ended!.id,
    document,
    delegation,
    drimbox,
    decision,
    mail,
    referenceDocument,
    membership,
    contact,
    admission,
    apiKey: revokedKey.id,
    unknown: randomUUID(),
  }
}
