import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { crlPem } from '../../demo/trust-authority.ts'
import { testContent } from '../support/list-content.ts'
import { signingSpace, signList, testClock } from '../support/sign-list.ts'
import { XMLSEC1_VERIFY } from '../support/xmlsec1.ts'

const AT = testClock().toISOString().replace('.000Z', 'Z')

export interface BenchFiles {
  /** A list of profile B in the layout of the ANS's files, with that many entries. */
  list(entries: number): Promise<string>
  /** Arguments for `xmlsec1`, which checks signature and chain. */
  xmlsec1(list: string, repeat?: number): string[]
  /** Arguments for `drim-whitelist`, which checks them too, and revocation, grammar and entries. */
  ours(list: string): string[]
}

/** Puts keys, CRLs and lists for a benchmark into a directory. */
export async function benchFiles(directory: string): Promise<BenchFiles> {
  const space = await signingSpace()
  const { authority } = space
  const file = async (name: string, content: string | Uint8Array) => {
    await writeFile(join(directory, name), content)
    return join(directory, name)
  }
  const anchor = await file('root.pem', authority.rootPem)
  const issuing = await file('issuing.pem', authority.issuers.lists.pem)
  const crls = [
    await file('root.crl', crlPem(await authority.crl('root'))),
    await file('lists.crl', crlPem(await authority.crl('lists'))),
  ]
  const time = AT.slice(0, 19).replace('T', ' ')
  return {
    list: (entries) => file(`list-${entries}.xml`, signList(space, 'B', { content: testContent(entries) })),
    xmlsec1: (list, repeat = 1) => [
      ...['xmlsec1', ...XMLSEC1_VERIFY, '--trusted-pem', anchor, '--untrusted-pem', issuing],
      ...['--verification-time', time, '--repeat', String(repeat), list],
    ],
    ours: (list) => [
      ...['verify', list, '--trust-anchor', anchor, '--intermediate', issuing],
      ...crls.flatMap((crl) => ['--crl', crl]),
      ...['--require-crl', '--at', AT, '--json'],
    ],
  }
}
