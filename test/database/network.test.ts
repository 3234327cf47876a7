import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemPrincipal } from '../../registry-api/src/db/principal.ts'
import type { HostileProvider } from '../support/hostile-provider.ts'
import { createMailStage } from '../support/mail-stage.ts'
import { watchNetwork, type NetworkWatch } from '../support/network-watch.ts'
import { giveProvider, publicApi } from '../support/provider-space.ts'
import { act, seedDrimbox, seedOperator } from '../support/seed.ts'
import { signInThroughProvider } from '../support/sign-in.ts'
import { startTrustSpace, type TrustSpace } from '../support/trust-space.ts'

// Everything that dials: the identity provider, the signer, the mail server. Acceptance line 3 of the registry watches a
// whole story in this way.
let space: TrustSpace
let provider: HostileProvider
let watch: NetworkWatch

beforeAll(async () => {
  space = await startTrustSpace()
  provider = await giveProvider(space)
})
afterAll(async () => {
  watch.stop()
  await provider.stop()
  await space.stop()
})

describe('no call over the network', () => {
  it('is made while a transaction is open: not at sign-in, not for a list, not for a mail', async () => {
    watch = watchNetwork()
    provider.next({ sub: 'alice', name: 'Alice Aubry', email: 'alice@hopital.example' })
    await signInThroughProvider(publicApi(space))
    const toProvider = watch.calls.get('fetch') ?? 0
    expect(toProvider).toBeGreaterThan(0)

    const operator = await seedOperator(space)
    await seedDrimbox(space, 101, operator)
    await seedDrimbox(space, 102, operator)
    await space.publishApproved()
    await act(space, 102, 'suspend')
    await space.publish()
    expect(watch.calls.get('http')).toBeGreaterThan(0)

    const before = watch.calls.get('connect') ?? 0
    const stage = await createMailStage()
    await stage.send({
      template: 'request-lapsed',
      recipient: { kind: 'address', address: 'somebody@test.example' },
      values: { objet: 'a request', motif: 'the test says so' },
      dedupeKey: 'network',
    })
    await stage.round()
    expect(stage.mailbox.mails('somebody@test.example')).toHaveLength(1)
    expect(watch.calls.get('connect')).toBeGreaterThan(before)
    await stage.end()

    expect(watch.inside).toEqual([])
  })

  it('would have been seen', async () => {
    await space.registry.world.inTransaction(systemPrincipal('test'), async () => {
      await fetch('http://127.0.0.1:9/').catch(() => undefined)
    })
    expect(watch.inside.some((call) => call.startsWith('fetch http://127.0.0.1:9'))).toBe(true)
  })
})
