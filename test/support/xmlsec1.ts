import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { certificatePem } from '../../demo/trust-authority.ts'

const run = promisify(execFile)

/** The options of the independent oracle (domain 4.2); without the key data option a bare RSA key would pass. */
export const XMLSEC1_VERIFY = [
  '--verify',
  '--enabled-key-data',
  'x509',
  '--id-attr:Id',
  'http://uri.etsi.org/01903/v1.3.2#:SignedProperties',
] as const

/** Whether xmlsec1 is on this machine. */
export async function hasXmlsec1(): Promise<boolean> {
  return run('xmlsec1', ['--version']).then(
    () => true,
    () => false,
  )
}

export interface Oracle {
  readonly accepts: boolean
  readonly output: string
}

/** What xmlsec1 says of a list: signature and chain at that time; it knows nothing of lists, usages, names or CRLs. */
export async function xmlsec1Verify(
  list: Uint8Array,
  trust: { root: Uint8Array; intermediates: readonly Uint8Array[]; at: Date },
): Promise<Oracle> {
  const directory = await mkdtemp(join(tmpdir(), 'drim-oracle-'))
  try {
    const file = (name: string) => join(directory, name)
    await writeFile(file('list.xml'), list)
    await writeFile(file('root.pem'), certificatePem(trust.root))
    const untrusted: string[] = []
    for (const [index, der] of trust.intermediates.entries()) {
      await writeFile(file(`${index}.pem`), certificatePem(der))
      untrusted.push('--untrusted-pem', file(`${index}.pem`))
    }
    const time = trust.at.toISOString().slice(0, 19).replace('T', ' ')
    const given = [
      '--trusted-pem',
      file('root.pem'),
      ...untrusted,
      '--verification-time',
      time,
      file('list.xml'),
    ]
    const { stdout, stderr } = await run('xmlsec1', [...XMLSEC1_VERIFY, ...given], {
      env: { ...process.env, TZ: 'UTC' },
    })
    return { accepts: true, output: stdout + stderr }
  } catch (error) {
    const { stdout = '', stderr = '', code } = error as { stdout?: string; stderr?: string; code?: unknown }
    if (code === 'ENOENT') throw error
    return { accepts: false, output: stdout + stderr }
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
