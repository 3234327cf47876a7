import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { signIn, type Registry } from './registry-session.ts'

interface Page<T> {
  readonly items: readonly T[]
}
interface Text {
  readonly id: string
  readonly state: string
}

const TEXT = {
  code: 'test-agreement',
  label: 'DEMO-1',
  title: 'DEMO Accord de test',
  inForceOn: '2026-01-01',
}
const FILE = join(import.meta.dirname, '..', 'texts', 'accord-de-test.txt')

/**
 * Gives the demo a text that organisations commit to, as the agency would: one person proposes to publish it, another
 * approves, each with a security key. Nothing is done where the text has an official version. Throws what is refused.
 */
export async function seedText(registry: Registry, say: (text: string) => void): Promise<void> {
  const address = `/v1/reference-documents?code=${TEXT.code}`
  const published = await fetch(new URL(`${address}&state=official`, registry.api))
  if (((await published.json()) as Page<Text>).items.length > 0) return
  say(`publishing ${TEXT.title}: Inès proposes, Denise approves`)
  const [proposer, decider] = await Promise.all([signIn(registry, 'ines'), signIn(registry, 'denise')])

  const known = (await proposer.get<Page<Text>>(`${address}&state=draft`)).body.items[0]
  const sha256 = createHash('sha256').update(readFileSync(FILE)).digest('hex')
  const { id } =
    known ?? (await proposer.send<Text>('POST', '/v1/reference-documents', { ...TEXT, sha256 })).body
  // One that a killed start proposed still waits.
  const waiting = await decider.get<Page<{ id: string; subject: { id: string } }>>(
    '/v1/decisions?state=proposed',
  )
  let decision = waiting.body.items.find(({ subject }) => subject.id === id)?.id
  if (decision === undefined) {
    const proposal = await proposer.send<{ id: string }>(
      'POST',
      `/v1/reference-documents/${id}/publish`,
      {},
      '"v1"',
    )
    decision = proposal.body.id
  }
  const { etag } = await decider.get(`/v1/decisions/${decision}`)
  await decider.send('POST', `/v1/decisions/${decision}/approve`, {}, etag)
  await Promise.all([proposer.end(), decider.end()])
}
