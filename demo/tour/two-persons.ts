import { createHash } from 'node:crypto'
import { RegistryRefusal, signIn, type RegistrySession } from '../people/registry-session.ts'
import { softKeyAt } from '../people/security-key.ts'
import { TourFault, type Instance } from './instance.ts'
import type { Narrator } from './narrator.ts'

interface Page<T> {
  readonly items: readonly T[]
}

/** What the tour proposes to publish, and takes back; one draft for all tours. */
const TEXT = {
  code: 'test-agreement',
  label: 'VISITE',
  title: 'DEMO Texte de la visite guidée',
  inForceOn: '2026-01-01',
  sha256: createHash('sha256').update('DEMO Texte de la visite guidée').digest('hex'),
}

/** A person who decides proposes, and may not approve what she proposed. Whatever ends it, the proposal is taken back. */
export async function nobodyDecidesAlone(instance: Instance, say: Narrator): Promise<void> {
  const { ready } = instance
  say.chapter('5. Personne ne décide seul')
  await say.tell(
    'Derrière chaque ligne, il y a un accord, et derrière l’accord un texte. Denise, qui décide à l’agence, se connecte et propose d’en publier une nouvelle version. Sa clé de sécurité signe cette proposition-là, et rien d’autre.',
  )
  const denise = await signIn(
    { api: ready.api, key: softKeyAt(ready.softAuthenticator, ready.portal) },
    'denise',
  )
  const text = await draft(denise)
  try {
    await takeBack(denise, text)
    const before = await mailsTo(ready.mailbox, 'didier')
    const { body: decision } = await denise.send<{ id: string }>(
      'POST',
      `/v1/reference-documents/${text}/publish`,
      {},
      '"v1"',
    )
    say.show(`proposée par ${denise.person.name} : il faut une seconde personne`)
    await instance.until(
      'un courrier pour Didier',
      async () => (await mailsTo(ready.mailbox, 'didier')) > before,
    )
    say.show(`un courrier est parti pour Didier Dumas (${ready.mailbox})`)
    await say.tell('Denise est pressée : elle l’approuve elle-même.')
    say.show(`approuvée par la même personne : refusé (${await refusalOf(denise, decision.id)})`)
    await say.tell('Deux personnes, deux clés, ou rien. Denise retire sa proposition.')
    await takeBack(denise, text)
    say.show('proposition retirée, texte inchangé')
  } finally {
    // Nothing to do unless something went wrong, or somebody left, in between.
    await takeBack(denise, text)
    await denise.end()
  }
}

async function draft(session: RegistrySession): Promise<string> {
  const { body } = await session.get<Page<{ id: string; label: string }>>(
    `/v1/reference-documents?code=${TEXT.code}&state=draft`,
  )
  const known = body.items.find(({ label }) => label === TEXT.label)
  return (known ?? (await session.send<{ id: string }>('POST', '/v1/reference-documents', TEXT)).body).id
}

/** Also what a tour that was cut short left waiting. */
async function takeBack(session: RegistrySession, text: string): Promise<void> {
  const { body } = await session.get<Page<{ id: string; subject: { id: string } }>>(
    '/v1/decisions?state=proposed',
  )
  for (const { id } of body.items.filter(({ subject }) => subject.id === text)) {
    const { etag } = await session.get(`/v1/decisions/${id}`)
    await session.send('POST', `/v1/decisions/${id}/withdraw`, {}, etag)
  }
}

async function refusalOf(session: RegistrySession, decision: string): Promise<string> {
  const { etag } = await session.get(`/v1/decisions/${decision}`)
  try {
    await session.send('POST', `/v1/decisions/${decision}/approve`, {}, etag)
  } catch (error) {
    if (error instanceof RegistryRefusal && error.code === 'same-person') return error.code
    throw error
  }
  throw new TourFault('Inattendu : une seule personne a proposé et approuvé.')
}

async function mailsTo(mailbox: string, login: string): Promise<number> {
  const response = await fetch(`${mailbox}/mails.json?to=${login}@`)
  return ((await response.json()) as Page<unknown>).items.length
}
