import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readWhitelist } from '@trust-space/whitelist/format'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { publicationSteps } from '../../registry-api/src/publications/publisher.ts'
import { restoreOldLists } from '../../registry-api/src/publications/distribute-lists.ts'
import { listsDirectory } from '../../registry-api/src/publications/lists-directory.ts'
import { faulty, type Faulty } from '../support/faulty.ts'
import { checkHistory } from '../support/history.ts'
import { act, seedDrimbox, seedOperator } from '../support/seed.ts'
import { startTrustSpace, type TrustSpace } from '../support/trust-space.ts'

let space: TrustSpace
let faults: Faulty

beforeEach(async () => {
  faults = faulty()
  space = await startTrustSpace({ around: faults.around })
  const operator = await seedOperator(space)
  for (const number of [101, 102, 103]) await seedDrimbox(space, number, operator)
  await space.publishApproved()
})
afterEach(() => space.stop())

const numbersServed = async () =>
  readWhitelist((await space.served())!.xml).entries.map(({ number }) => number)

describe('a registry that dies', () => {
  for (const step of publicationSteps) {
    it(`after "${step}" finishes at its next start what it had begun, and what waited behind it`, async () => {
      await act(space, 102, 'suspend')
      faults.onStep = (reached) => {
        if (reached === step) throw new Error('killed')
      }
      await expect(space.publish()).rejects.toThrow('killed')
      faults.onStep = () => undefined
      await act(space, 103, 'withdraw')
      await space.restartRegistry()
      await space.publish()
      expect(await numbersServed()).toEqual([101])
      const { outcomes } = await checkHistory(space)
      expect(Object.values(outcomes).every((outcome) => outcome === 'served')).toBe(true)
    })

    it(`and whose signer dies, too, after "${step}": both come back, no number is used twice`, async () => {
      await act(space, 102, 'suspend')
      faults.onStep = (reached) => {
        if (reached === step) throw new Error('killed')
      }
      await expect(space.publish()).rejects.toThrow('killed')
      faults.onStep = () => undefined
      await space.stopSigner()
      await space.restartRegistry()
      await space.publish().catch(() => undefined)
      await space.startSigner()
      await space.publish()
      expect(await numbersServed()).toEqual([101, 103])
      await checkHistory(space)
    })
  }
})

describe('the directory of served lists', () => {
  it('is mended from the database: a file lost, cut or altered, the name of the current list lost', async () => {
    await act(space, 102, 'suspend')
    await space.publish()
    const path = (name: string) => join(space.listsDirectory, name)
    for (const harm of [
      () => rm(path('current.json')),
      () => rm(path('2.xml')),
      () => writeFile(path('2.xml'), 'cut'),
      () => writeFile(path('2.json'), '{'),
      () => writeFile(path('current.json'), ''),
      () => rm(space.listsDirectory, { recursive: true }),
    ]) {
      await harm()
      await space.publish()
      expect(await numbersServed()).toEqual([101, 103])
    }
  })

  it('gets its older lists back at the start: their addresses are for ever', async () => {
    await act(space, 102, 'suspend')
    await space.publish()
    await rm(space.listsDirectory, { recursive: true })
    const { world } = space.registry
    await restoreOldLists(
      { world, lists: listsDirectory(space.listsDirectory) },
      { kind: 'system', id: 'test', memberships: [] },
    )
    await space.publish()
    await checkHistory(space)
  })

  it('that cannot be written holds nothing up but itself, and is said', async () => {
    await act(space, 102, 'suspend')
    faults.breakNext('the files of the list', 'fails')
    await expect(space.publish()).rejects.toMatchObject({ code: 'lists-unwritable' })
    const { json } = await space.request('GET', '/v1/status')
    expect(json['publisher']).toMatchObject({ fault: { code: 'lists-unwritable' } })
    expect(await numbersServed()).toEqual([101, 102, 103])
    await space.publish()
    expect(await numbersServed()).toEqual([101, 103])
  })
})
