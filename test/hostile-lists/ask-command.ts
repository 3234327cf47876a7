import { execFile } from 'node:child_process'
import { join } from 'node:path'
import type { Manifest, ManifestList } from './write-kit.ts'

export interface Answer {
  readonly id: string
  readonly verdict: 'accepted' | 'refused' | 'fault'
  readonly code: string | null
  /** What the command printed, cut short. */
  readonly output: string
}

const OUTPUT_BYTES_MAX = 1024 * 1024
const TIMEOUT_MS = 60_000

/**
 * Asks a verifier's command about one list, with the arguments of `drim-whitelist verify`. Exit status 0 is acceptance,
 * 1 refusal, anything else (a crash, a time-out) a fault: a hostile list must not be able to cause one.
 */
export function askCommand(
  command: readonly string[],
  directory: string,
  manifest: Manifest,
  list: ManifestList,
): Promise<Answer> {
  const [program = '', ...given] = command
  const path = (file: string) => join(directory, file)
  const arguments_ = [
    ...given,
    'verify',
    path(list.file),
    '--trust-anchor',
    path(manifest.trustAnchor),
    ...manifest.intermediates.flatMap((file) => ['--intermediate', path(file)]),
    ...list.crls.flatMap((file) => ['--crl', path(file)]),
    ...(list.requireCrl ? ['--require-crl'] : []),
    ...(list.held === null ? [] : ['--held', path(list.held)]),
    '--at',
    list.at,
    '--signer-cn',
    manifest.signer.commonName,
    '--signer-ou',
    manifest.signer.organizationalUnit,
    '--json',
  ]
  return new Promise((resolve) => {
    const limits = { maxBuffer: OUTPUT_BYTES_MAX, timeout: TIMEOUT_MS, killSignal: 'SIGKILL' } as const
    execFile(program, arguments_, limits, (error, stdout, stderr) => {
      const status = error === null ? 0 : error.code
      resolve({
        id: list.id,
        verdict: status === 0 ? 'accepted' : status === 1 ? 'refused' : 'fault',
        code: codeIn(stdout),
        output: `${stdout}${stderr}${error && status !== 1 ? error.message : ''}`.slice(0, 500),
      })
    })
  })
}

/** The code of a JSON answer, null where there is none: a verifier of another vendor need not know our codes. */
function codeIn(stdout: string): string | null {
  try {
    const { code } = JSON.parse(stdout) as { code?: unknown }
    return typeof code === 'string' ? code : null
  } catch {
    return null
  }
}

/** Asks about every list, two at a time, and tells each answer as it comes. */
export async function askAll(
  command: readonly string[],
  directory: string,
  manifest: Manifest,
  tell: (list: ManifestList, answer: Answer) => void,
): Promise<void> {
  const waiting = [...manifest.lists]
  const worker = async () => {
    for (let list = waiting.shift(); list !== undefined; list = waiting.shift()) {
      tell(list, await askCommand(command, directory, manifest, list))
    }
  }
  await Promise.all([worker(), worker()])
}
