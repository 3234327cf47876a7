import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hasXmlsec1 } from '../support/xmlsec1.ts'
import { benchFiles, type BenchFiles } from './list-files.ts'
import { median, runMeasured } from './measure.ts'

const ROUNDS = 5
const NODE = [process.execPath, '--conditions=development']
const CLI = [process.execPath, join(import.meta.dirname, '../../whitelist/bin/drim-whitelist.js')]
const script = (name: string) => [...NODE, join(import.meta.dirname, name)]

interface Figure {
  readonly what: string
  readonly ours: number
  readonly base: number
  readonly unit: 'ms' | 'MB'
  readonly bound: number
}

/** Speed and memory of the list against xmlsec1 in the same run: prints the ratios, 1 if one is over its bound. */
export async function run(): Promise<number> {
  if (!(await hasXmlsec1())) {
    console.log(
      'SKIP xmlsec1 is not installed (Debian: apt-get install xmlsec1): there is nothing to compare with',
    )
    return 1
  }
  const directory = await mkdtemp(join(tmpdir(), 'drim-bench-'))
  try {
    const files = await benchFiles(directory)
    const figures = [
      ...(await verifyWarm(files, 10_000)),
      ...(await verifyWholeProcess(files, 100_000, 1, { cpu: 1.5, memory: 1.3 })),
      ...(await verifyWholeProcess(files, 10_000, 5, { cpu: 3 })),
      ...(await writeAndSign(10_000)),
    ]
    print(figures)
    return figures.every(({ ours, base, bound }) => ours / base <= bound) ? 0 : 1
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** Our verification in a warm process against what one more verification costs xmlsec1 once it has started. */
async function verifyWarm(files: BenchFiles, entries: number): Promise<Figure[]> {
  const list = await files.list(entries)
  const repeats = 8
  const [base, ours]: [number[], number[]] = [[], []]
  for (let round = 0; round < ROUNDS; round += 1) {
    const once = await runMeasured(files.xmlsec1(list))
    const often = await runMeasured(files.xmlsec1(list, 1 + repeats))
    base.push((often.cpuMs - once.cpuMs) / repeats)
    ours.push(Number((await runMeasured([...script('warm-verify.ts'), ...files.ours(list)])).stdout))
  }
  await say(`${entries} entries, warm`, list)
  return [
    {
      what: `verify ${entries}, warm in process`,
      ours: median(ours),
      base: median(base),
      unit: 'ms',
      bound: 1.5,
    },
  ]
}

/** Our command from start to end against xmlsec1 from start to end; `together` runs make one sample where one is short. */
async function verifyWholeProcess(
  files: BenchFiles,
  entries: number,
  together: number,
  bounds: { cpu: number; memory?: number },
): Promise<Figure[]> {
  const list = await files.list(entries)
  const sample = async (command: readonly string[]) => {
    let cpuMs = 0
    let peakBytes = 0
    for (let run = 0; run < together; run += 1) {
      const measured = await runMeasured(command)
      cpuMs += measured.cpuMs / together
      peakBytes = Math.max(peakBytes, measured.peakBytes)
    }
    return { cpuMs, peakBytes }
  }
  await runMeasured([...CLI, ...files.ours(list)]) // The first call ever fills the compile cache.
  const [base, ours]: [Awaited<ReturnType<typeof sample>>[], Awaited<ReturnType<typeof sample>>[]] = [[], []]
  for (let round = 0; round < ROUNDS; round += 1) {
    base.push(await sample(files.xmlsec1(list)))
    ours.push(await sample([...CLI, ...files.ours(list)]))
  }
  await say(`${entries} entries, whole process`, list)
  const cpu = (samples: typeof base) => median(samples.map(({ cpuMs }) => cpuMs))
  const memory = (samples: typeof base) => median(samples.map(({ peakBytes }) => peakBytes / 1_048_576))
  const figures: Figure[] = [
    {
      what: `verify ${entries}, whole command`,
      ours: cpu(ours),
      base: cpu(base),
      unit: 'ms',
      bound: bounds.cpu,
    },
  ]
  if (bounds.memory !== undefined) {
    const what = `verify ${entries}, peak memory`
    figures.push({ what, ours: memory(ours), base: memory(base), unit: 'MB', bound: bounds.memory })
  }
  return figures
}

/** Writing and signing against the digest of the same bytes and one RSA-2048 signature. */
async function writeAndSign(entries: number): Promise<Figure[]> {
  const [base, ours]: [number[], number[]] = [[], []]
  for (let round = 0; round < ROUNDS; round += 1) {
    const { stdout } = await runMeasured([...script('write-and-sign.ts'), String(entries)])
    const measured = JSON.parse(stdout) as { product: number; base: number }
    base.push(measured.base)
    ours.push(measured.product)
  }
  console.log(`  measured: ${entries} entries written and signed`)
  return [{ what: `write + sign ${entries}`, ours: median(ours), base: median(base), unit: 'ms', bound: 6 }]
}

async function say(what: string, list: string): Promise<void> {
  const { size } = await stat(list)
  console.log(`  measured: ${what}, ${(size / 1_000_000).toFixed(1)} MB`)
}

function print(figures: readonly Figure[]): void {
  const row = (cells: readonly string[]) =>
    console.log(cells.map((cell, at) => (at === 0 ? cell.padEnd(36) : cell.padStart(12))).join(''))
  console.log('')
  row(['CPU, user + system; median of 5', 'ours', 'compared', 'ratio', 'bound', ''])
  for (const { what, ours, base, unit, bound } of figures) {
    const ratio = ours / base
    const cells = [
      `${ours.toFixed(1)} ${unit}`,
      `${base.toFixed(1)} ${unit}`,
      ratio.toFixed(2),
      `<= ${bound}`,
    ]
    row([what, ...cells, ratio <= bound ? 'ok' : 'OVER'])
  }
}
