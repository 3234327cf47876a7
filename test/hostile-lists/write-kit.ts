import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { certificatePem, crlPem } from '../../demo/trust-authority.ts'
import type { Circumstances } from './case.ts'
import { buildHostileLists, DEFAULT_CIRCUMSTANCES } from './cases.ts'
import { buildHonestLists } from './honest.ts'
import type { CrlName, Kit } from './kit.ts'
import { KIT_SIGNER } from './verify-in-process.ts'

/** One list of the kit as `manifest.json` describes it; paths are relative to the kit. */
export interface ManifestList {
  readonly id: string
  readonly file: string
  readonly expected: { readonly verdict: 'accepted' | 'refused'; readonly code: string | null }
  /** Why accepting it is dangerous; of an honest list, why refusing it is wrong. */
  readonly why: string
  /** The present, as the verifier must take it. RFC 3339. */
  readonly at: string
  readonly crls: readonly string[]
  readonly requireCrl: boolean
  /** JSON `{ signedAt, digest }` of the list held so far, if there is one. */
  readonly held: string | null
}

export interface Manifest {
  readonly signer: typeof KIT_SIGNER
  readonly trustAnchor: string
  readonly intermediates: readonly string[]
  readonly lists: readonly ManifestList[]
}

/** Faults that no file and no argument of a command line can carry. */
function isInProcess({ bytesMax, profiles, secondDigest }: Circumstances): boolean {
  return bytesMax !== undefined || profiles !== undefined || secondDigest !== undefined
}

/** Writes the kit for verifiers of any language: lists, anchors, CRLs and what is expected, in `manifest.json`. */
export async function writeKit(kit: Kit, directory: string): Promise<Manifest> {
  for (const name of ['lists', 'pki', 'held']) await mkdir(join(directory, name), { recursive: true })
  const write = async (file: string, content: string | Uint8Array) => {
    await writeFile(join(directory, file), content)
    return file
  }
  const trustAnchor = await write('pki/root.pem', kit.authority.rootPem)
  const intermediates = [
    await write('pki/issuing.pem', certificatePem(kit.authority.issuers.lists.certificate)),
  ]
  const crlFiles = new Map<CrlName, string>()
  for (const [name, der] of Object.entries(kit.crls) as [CrlName, Uint8Array][]) {
    crlFiles.set(name, await write(`pki/${name}.crl.pem`, crlPem(der)))
  }
  const lists: ManifestList[] = []
  const add = async (
    list: { id: string; bytes: Uint8Array; why: string; told: Circumstances },
    expected: ManifestList['expected'],
  ) => {
    const { id, bytes, why, told } = list
    lists.push({
      id,
      file: await write(`lists/${id}.xml`, bytes),
      expected,
      why,
      at: told.at.toISOString().replace('.000Z', 'Z'),
      crls: told.crls.map((name) => crlFiles.get(name) ?? ''),
      requireCrl: told.revocation === 'require',
      held: told.held === undefined ? null : await write(`held/${id}.json`, JSON.stringify(told.held)),
    })
  }
  for (const honest of buildHonestLists(kit)) {
    await add(
      { ...honest, id: `honest-${honest.id}`, told: DEFAULT_CIRCUMSTANCES },
      { verdict: 'accepted', code: null },
    )
  }
  for (const { id, bytes, circumstances, case: one } of buildHostileLists(kit)) {
    if (isInProcess(circumstances)) continue
    await add({ id, bytes, why: one.danger, told: circumstances }, { verdict: 'refused', code: one.code })
  }
  const manifest = { signer: KIT_SIGNER, trustAnchor, intermediates, lists }
  await write('manifest.json', `${JSON.stringify(manifest, null, 2)}\n`)
  return manifest
}
