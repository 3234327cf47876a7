import { systemPrincipal } from '../db/principal.ts'
import { sendMail } from '../mails/send-mail.ts'
import type { World } from '../world.ts'
import { apiKeyRepository, asleepKey, halfLifeKey } from './api-key.repository.ts'
import { nameOfKey } from './api-key.ts'

const BATCH = 100

/** Tells organisations, once a key, that half of its life is over. Gives how many keys. */
export async function tellHalfLives(world: World): Promise<number> {
  return world.inTransaction(systemPrincipal('worker'), async (tx) => {
    const keys = await apiKeyRepository(tx).findPastHalfLife(BATCH)
    for (const key of keys)
      await sendMail(tx, {
        template: 'key-half-life',
        recipient: { kind: 'organisation', id: key.organisationId },
        values: { id: nameOfKey(key), date: key.expiresAt },
        dedupeKey: halfLifeKey(key),
      })
    return keys.length
  })
}

/** Tells organisations, once a key and holder, which keys no longer answer because somebody left. Gives how many keys. */
export async function tellSleepingKeys(world: World): Promise<number> {
  return world.inTransaction(systemPrincipal('worker'), async (tx) => {
    const asleep = await apiKeyRepository(tx).findFallenAsleep(BATCH)
    for (const { key, holderName } of asleep)
      await sendMail(tx, {
        template: 'keys-asleep',
        recipient: { kind: 'organisation', id: key.organisationId },
        values: { nom: holderName ?? 'Un membre', liste: [`${nameOfKey(key)} (${key.name})`] },
        dedupeKey: asleepKey(key),
      })
    return asleep.length
  })
}

/** What becomes of keys by time alone, for the worker. */
export const periodicApiKeys = [
  { name: 'tell-half-lives-of-keys', run: tellHalfLives },
  { name: 'tell-sleeping-keys', run: tellSleepingKeys },
] as const
