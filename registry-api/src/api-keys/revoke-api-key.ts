import { recordChanges } from '../audit/record-changes.ts'
import type { Principal } from '../db/principal.ts'
import { frenchMoment } from '../mails/mail-text.ts'
import { sendMail } from '../mails/send-mail.ts'
import type { World } from '../world.ts'
import { onApiKey, type ApiKeyAct } from './act-on-api-key.ts'
import { apiKeyRepository } from './api-key.repository.ts'
import { assertMayBeRevoked } from './api-key.rules.ts'
import { nameOfKey } from './api-key.ts'

/** Revokes a key for good: it is unknown from the next request on. Refuses `api-key-wrong-state`. */
export async function revokeApiKey(world: World, principal: Principal, act: ApiKeyAct): Promise<void> {
  await onApiKey(world, principal, act, async (tx, { key, state }) => {
    assertMayBeRevoked(state)
    const keys = apiKeyRepository(tx)
    await keys.change(key, { revokedAt: tx.at })
    await recordChanges(tx, [
      {
        event: 'api-key.revoked',
        subject: { kind: 'api-key', id: key.id },
        organisationId: key.organisationId,
        from: state,
        to: 'revoked',
      },
    ])
    await sendMail(tx, {
      template: 'M12',
      recipient: { kind: 'organisation', id: key.organisationId },
      values: {
        id: nameOfKey(key),
        date: tx.at,
        acteur: (await keys.nameOf(principal.personId ?? '')) ?? 'un administrateur',
        usage: key.lastUsedAt === null ? 'jamais' : frenchMoment(key.lastUsedAt),
      },
      dedupeKey: `api-key-revoked:${key.id}`,
    })
  })
}
