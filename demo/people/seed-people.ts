import { personas, type Persona } from '../identity-provider/personas.ts'
import type { ApiClient } from '../launch/api-client.ts'
import { demoOrganisations } from '../world.ts'
import { invitationCodes } from './invitation-codes.ts'
import { RegistryRefusal, signIn, type Registry, type RegistrySession } from './registry-session.ts'

export interface SeedPeopleDeps {
  readonly registry: Registry
  /** The operations key. */
  readonly operations: ApiClient
  readonly mailbox: string
  /** Whether the software key holds one for a person of that name. */
  readonly hasKey: (name: string) => boolean
  readonly say: (text: string) => void
}

interface Member {
  readonly id: string
  readonly state: string
  readonly roles: readonly string[]
  readonly person: { readonly mail: string | null }
}
interface Page<T> {
  readonly items: readonly T[]
}

const AGENCY = {
  legalName: 'DEMO Agence de l’espace de confiance',
  displayName: 'DEMO Agence',
}
const KEY_LABEL = 'Clé logicielle de la démonstration'

/**
 * Gives every persona of the demo their place, as people would: the first three of the agency by bootstrap codes, the
 * others invited by them and confirmed by a second administrator, an administrator for each party, who invites the
 * team. Who is there is left as they are; killed anywhere, the next call goes on. Throws what the registry refuses.
 */
export async function seedPeople(deps: SeedPeopleDeps): Promise<void> {
  const organisations = await organisationsOf(deps.operations)
  const agency = await bootstrap(deps, organisations.find(({ kinds }) => kinds.includes('agency'))?.id)
  await Promise.all([
    seedAgency(deps, agency),
    ...Object.entries(demoOrganisations).map(([home, { name }]) => {
      const id = organisations.find(({ displayName }) => displayName === name)?.id
      if (id === undefined) throw new Error(`the demo's organisation ${name} is not registered`)
      return seedParty(deps, id, home as keyof typeof demoOrganisations)
    }),
  ])
}

async function organisationsOf(operations: ApiClient) {
  type Organisation = { id: string; displayName: string; kinds: readonly string[] }
  const { items } = await operations.get<Page<Organisation>>('/v1/organisations?limit=200')
  return items
}

/** The first three of the agency, or those of them who are missing; gives its id. */
async function bootstrap(deps: SeedPeopleDeps, known: string | undefined): Promise<string> {
  const members = known === undefined ? [] : await membersOf(deps.operations, known)
  const first = personas.filter(({ login }) => ['anne', 'adele', 'denise'].includes(login))
  const missing = first.filter((each) => !isIn(members, each))
  if (missing.length === 0 && known !== undefined) return known
  deps.say('seating the first three of the agency by bootstrap codes')
  const { organisationId, codes } = await deps.operations.post<{
    organisationId: string
    codes: { role: string; code: string }[]
  }>('/v1/bootstrap-codes', AGENCY)
  const left = [...codes]
  for (const persona of missing) {
    const at = left.findIndex(({ role }) => (persona.roles as readonly string[]).includes(role))
    const [found] = at < 0 ? [] : left.splice(at, 1)
    if (found) await enter(deps, persona, found.code)
  }
  return organisationId
}

/** The others, invited by one administrator and confirmed by the second. */
async function seedAgency(deps: SeedPeopleDeps, id: string): Promise<void> {
  const { operations, registry, say } = deps
  const people = personas.filter(({ home }) => home === 'agency')
  const before = await membersOf(operations, id)
  await enrolWhoHasNone(
    deps,
    people.filter((each) => before.some(isOf(each))),
  )
  if (people.every((each) => isIn(before, each))) return
  say('seating the agency by invitations')
  const [inviter, confirmer] = await Promise.all(
    people.slice(0, 2).map(({ login }) => signIn(registry, login)),
  )
  if (!inviter || !confirmer) throw new Error('the agency of the demo has two administrators')
  const missing = people.filter((each) => !before.some(isOf(each)))
  await inviteAll(deps, inviter, id, missing)
  for (const each of (await membersOf(operations, id)).filter(({ state }) => state === 'invited')) {
    const { etag } = await confirmer.get(`/v1/memberships/${each.id}`)
    await confirmer.send('POST', `/v1/memberships/${each.id}/confirm`, undefined, etag)
  }
  await Promise.all([inviter.end(), confirmer.end()])
}

async function seedParty(
  deps: SeedPeopleDeps,
  id: string,
  home: keyof typeof demoOrganisations,
): Promise<void> {
  const people = personas.filter((each) => each.home === home)
  const members = await membersOf(deps.operations, id)
  await enrolWhoHasNone(
    deps,
    people.filter((each) => members.some(isOf(each))),
  )
  const missing = people.filter((each) => !members.some(isOf(each)))
  if (missing.length === 0) return
  deps.say(`seating ${demoOrganisations[home].name}`)
  const [administrator] = people.filter(({ roles }) => roles.includes('OA'))
  if (!administrator) throw new Error(`${home} has no administrator`)
  if (missing.includes(administrator)) {
    const { name, mail, roles } = administrator
    const { code } = await deps.operations.post<{ code: string }>('/v1/invitations', {
      organisationId: id,
      roles,
      name,
      mail,
    })
    await enter(deps, administrator, code)
  }
  const others = missing.filter((each) => each !== administrator)
  if (others.length === 0) return
  const inviter = await signIn(deps.registry, administrator.login)
  await inviteAll(deps, inviter, id, others)
  await inviter.end()
}

/** Invites by mail, one after another as one person does; the invited read their mails and accept side by side. */
async function inviteAll(
  deps: SeedPeopleDeps,
  inviter: RegistrySession,
  organisationId: string,
  people: readonly Persona[],
): Promise<void> {
  const codes = invitationCodes(deps.mailbox, deps.registry.signal)
  const entering: Promise<void>[] = []
  for (const persona of people) {
    const { name, mail, roles } = persona
    const codeOfMail = await codes.next(mail)
    await inviter.send('POST', '/v1/invitations', { organisationId, roles, name, mail })
    const entered = codeOfMail().then((code) => enter(deps, persona, code))
    entered.catch(() => undefined)
    entering.push(entered)
  }
  await Promise.all(entering)
}

async function enter(deps: SeedPeopleDeps, persona: Persona, code: string): Promise<void> {
  const visitor = await signIn(deps.registry, persona.login)
  const { body } = await visitor.send<{ session: { token: string } | null }>(
    'POST',
    '/v1/invitations/accept',
    { code },
  )
  const member = body.session === null ? visitor : visitor.under(body.session.token)
  if (needsKey(persona)) await member.enrol(KEY_LABEL)
  await member.end()
}

/** For whoever was let in by a start that was killed before it came to the key. */
async function enrolWhoHasNone(deps: SeedPeopleDeps, people: readonly Persona[]): Promise<void> {
  for (const persona of people.filter((each) => needsKey(each) && !deps.hasKey(each.name))) {
    const session = await signIn(deps.registry, persona.login)
    try {
      await session.enrol(KEY_LABEL)
    } catch (error) {
      if (!(error instanceof RegistryRefusal)) throw error
      deps.say(`${persona.name} has no security key any more (${error.code}): an administrator can help`)
    } finally {
      await session.end()
    }
  }
}

/** Whoever decides or signs confirms with a key. */
function needsKey({ home, roles }: Persona): boolean {
  return home === 'agency' || roles.includes('OA') || roles.includes('OS')
}

async function membersOf(operations: ApiClient, organisation: string): Promise<readonly Member[]> {
  const { items } = await operations.get<Page<Member>>(
    `/v1/memberships?organisation=${organisation}&limit=200`,
  )
  return items
}

function isOf({ mail }: Persona): (member: Member) => boolean {
  return ({ person, state }) => person.mail === mail && state !== 'ended'
}

function isIn(members: readonly Member[], persona: Persona): boolean {
  return members.some((each) => isOf(persona)(each) && each.state === 'active')
}
