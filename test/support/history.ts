import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadTrust, readWhitelist, verifyWhitelist } from '@trust-space/whitelist'
import { expect } from 'vitest'
import { connect } from './test-database.ts'
import type { TrustSpace } from './trust-space.ts'

export interface History {
  /** Numbers of the lists that were served, in order. */
  readonly served: readonly number[]
  /** Numbers that were taken, by what became of them. */
  readonly outcomes: Readonly<Record<number, string>>
}

/**
 * Re-derives the whole public history and holds it to the invariants: no number twice (W-1), no two contents under one
 * number, in ledger, database and directory alike (W-2), signing times that only move forward (W-3), every served list
 * verified after the one before it, the directory naming the last.
 */
export async function checkHistory(space: TrustSpace): Promise<History> {
  const sql = connect(space.database.urlFor('postgres'))
  try {
    const taken = await sql<{ sequence: number; state: string; digest: string }[]>`
      SELECT taken.sequence, state, content_digest AS digest FROM publication_sequence AS taken
        JOIN publication ON publication.id = publication_id ORDER BY taken.sequence`
    expect(taken.map(({ sequence }) => sequence)).toEqual(taken.map((_, index) => index + 1))
    const [current] = await sql<{ sequence: number }[]>`SELECT sequence FROM current_whitelist`
    const signed = await sql<{ sequence: number; bytes: Buffer }[]>`
      SELECT sequence, bytes FROM signed_list WHERE verdict = 'accepted' ORDER BY sequence`
    const served = taken.filter(({ state }) => state === 'served').map(({ sequence }) => sequence)
    expect(signed.map(({ sequence }) => sequence)).toEqual(served)
    expect(current?.sequence).toBe(served.at(-1) ?? 0)

    await checkFiles(space, signed)
    await checkLedger(space, new Map(taken.map(({ sequence, digest }) => [sequence, digest])))
    return { served, outcomes: Object.fromEntries(taken.map(({ sequence, state }) => [sequence, state])) }
  } finally {
    await sql.end()
  }
}

async function checkFiles(
  space: TrustSpace,
  signed: readonly { readonly sequence: number; readonly bytes: Buffer }[],
): Promise<void> {
  const { authority } = space.home
  const trust = await loadTrust({
    anchors: [authority.root],
    intermediates: [authority.issuers.lists.certificate],
  })
  const { REGISTRY_SIGNER_CN: commonName = '', REGISTRY_SIGNER_OU: organizationalUnit = '' } =
    space.environment
  let held: { signedAt: string; digest: string } | undefined
  for (const { sequence, bytes } of signed) {
    expect(
      (await readFile(join(space.listsDirectory, `${sequence}.xml`))).equals(bytes),
      `file ${sequence}`,
    ).toBe(true)
    const { signedAt, digest } = await verifyWhitelist(bytes, {
      at: space.clock.now(),
      trust,
      signer: { commonName, organizationalUnit },
      revocation: 'warn',
      ...(held === undefined ? {} : { held }),
    })
    held = { signedAt, digest }
  }
  expect((await space.served())?.sequence).toBe(signed.at(-1)?.sequence)
  const leftovers = (await readdir(space.listsDirectory)).filter((name) => name.endsWith('.part'))
  expect(leftovers).toEqual([])
}

/** Each list the signer ever signed is the one that the registry had written down for its number. */
async function checkLedger(space: TrustSpace, digests: ReadonlyMap<number, string>): Promise<void> {
  const directory = join(space.home.environment['SIGNER_LEDGER_DIR'] ?? '', 'signed')
  for (const name of await readdir(directory)) {
    const { digest } = readWhitelist(await readFile(join(directory, name)))
    expect(digest, name).toBe(digests.get(Number(name.replace('.xml', ''))))
  }
}
