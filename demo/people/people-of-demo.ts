import { existsSync, readFileSync } from 'node:fs'
import type { ApiClient } from '../launch/api-client.ts'
import type { Addresses } from '../launch/environments.ts'
import { StartFault, Stopped } from '../launch/fault.ts'
import type { Layout } from '../launch/layout.ts'
import { seedPeople } from './seed-people.ts'
import { seedText } from './seed-text.ts'
import { softKeyAt } from './security-key.ts'

/** The people of the demo that is being started, in their places, and a text for them to sign. Throws StartFault `seed-refused`, or Stopped. */
export async function peopleOfDemo(
  operations: ApiClient,
  layout: Layout,
  at: Addresses,
  say: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  try {
    const registry = {
      api: at.apiInside,
      key: softKeyAt(at.softAuthenticatorInside, at.portal),
      signal,
    }
    await seedPeople({
      registry,
      operations,
      mailbox: at.mailbox,
      hasKey: (name) => keyNames(layout.softAuthenticator.file).includes(name),
      say,
    })
    await seedText(registry, say)
  } catch (error) {
    if (signal.aborted) throw new Stopped()
    if (error instanceof StartFault) throw error
    throw new StartFault('seed-refused', error instanceof Error ? error.message : String(error))
  }
}

function keyNames(file: string): readonly string[] {
  if (!existsSync(file)) return []
  const { keys } = JSON.parse(readFileSync(file, 'utf8')) as { keys: { userName: string }[] }
  return keys.map(({ userName }) => userName)
}
