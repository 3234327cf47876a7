import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { get, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { alterOneLetter } from '../../../demo/tour/chapters.ts'
import { launchChromium } from '../../e2e/portal/running-portal.ts'
import type { Product } from '../../support/product.ts'
import { XMLSEC1_VERIFY } from '../../support/xmlsec1.ts'
import type { AcceptanceContext } from '../harness.ts'

/** The served list, judged by our CLI as an outsider installs it, and by a program that is not ours. */
export async function checkList(
  context: AcceptanceContext,
  { ready }: Product,
  clone: string,
): Promise<void> {
  const served = Buffer.from(await (await fetch(ready.whitelistUrl)).arrayBuffer())
  const [good, bad] = [join(context.directory, 'served.xml'), join(context.directory, 'altered.xml')]
  writeFileSync(good, served)
  writeFileSync(bad, alterOneLetter(served))

  const verify = async (file: string) => {
    const { code, output } = await run(
      'npx',
      [
        ...['--no-install', 'drim-whitelist', 'verify', file, '--json', '--signer-dn', ready.signerDn],
        ...['--trust-anchor', ready.trustAnchorFile],
        ...ready.intermediateFiles.flatMap((each) => ['--intermediate', each]),
        ...ready.crlFiles.flatMap((each) => ['--crl', each]),
      ],
      clone,
    )
    return {
      exit: code,
      ...(JSON.parse(output) as { verdict: string; code: string | null; warnings: unknown[] }),
    }
  }
  const accepted = await verify(good)
  context.check(
    'our CLI accepts the served list, without a warning',
    accepted.exit === 0 && accepted.verdict === 'accepted' && accepted.warnings.length === 0,
    accepted,
  )
  const refused = await verify(bad)
  context.check(
    'our CLI refuses it with one letter of an entry changed',
    refused.exit === 1 && refused.code === 'document-digest',
    refused,
  )

  const oracle = async (file: string) =>
    (
      await run(
        'xmlsec1',
        [
          ...XMLSEC1_VERIFY,
          '--trusted-pem',
          ready.trustAnchorFile,
          '--untrusted-pem',
          ready.intermediateFiles[0] ?? '',
          file,
        ],
        clone,
      )
    ).code
  context.check('xmlsec1 accepts the served list', (await oracle(good)) === 0)
  context.check('xmlsec1 refuses the altered one', (await oracle(bad)) === 1)
}

/** Each encoding gives the same bytes, and its own ETag spares the next transfer. */
export async function checkConditional(context: AcceptanceContext, { ready }: Product): Promise<void> {
  const whole = await ask(ready.whitelistUrl, { 'accept-encoding': 'identity' })
  for (const [coding, decode] of [
    ['identity', (body: Buffer) => body],
    ['gzip', gunzipSync],
    ['br', brotliDecompressSync],
  ] as const) {
    const first = await ask(ready.whitelistUrl, { 'accept-encoding': coding })
    const second = await ask(ready.whitelistUrl, { 'accept-encoding': coding, 'if-none-match': first.etag })
    context.check(
      `${coding}: the same list, and its ETag gives 304 without a body`,
      first.status === 200 &&
        decode(first.body).equals(whole.body) &&
        second.status === 304 &&
        second.body.length === 0,
      { first: first.status, second: second.status },
    )
  }
}

/** Both pages in a real browser, which also reports what its policies refuse. */
export async function checkPages(context: AcceptanceContext, { ready }: Product): Promise<void> {
  const browser = await launchChromium()
  try {
    const page = await browser.newPage()
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
    page.on(
      'response',
      (response) => response.status() >= 400 && faults.push(`${response.status()} ${response.url()}`),
    )
    await page.goto(ready.portal)
    const home = (await page.locator('main').innerText()).trim()
    context.check(
      'the home page answers in Chromium and says DÉMONSTRATION',
      (await page.locator('h1').count()) === 1 &&
        /démonstration/i.test(await page.locator('body').innerText()),
      home.slice(0, 300),
    )
    await page.goto(`${ready.portal}/liste-blanche`)
    const list = await page.locator('main').innerText()
    context.check(
      'the list page names the three DRIMboxes',
      [9001, 9002, 9003].every((number) => list.includes(`db${number}.`)),
      list.slice(0, 500),
    )
    context.check('neither page has an error of script, policy or link', faults.length === 0, faults)
  } finally {
    await browser.close()
  }
}

/** The tour to its end, and again with a Ctrl-C in its most delicate moment. */
export async function checkTour(context: AcceptanceContext, product: Product, clone: string): Promise<void> {
  const begun = performance.now()
  const tour = await run('npm', ['run', 'tour', '--', '--fast'], clone)
  context.figure('tour --fast (s)', inSeconds(performance.now() - begun))
  context.check('the tour passes', tour.code === 0, tour.output.slice(-1_500))
  context.check('the tour shows the refusal not-listed', tour.output.includes('not-listed'))

  context.say('the tour again, at reading speed, interrupted while the DRIMbox is suspended')
  const interrupted = spawn('npm', ['run', 'tour'], {
    cwd: clone,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [interrupted.stdout, interrupted.stderr])
    stream.setEncoding('utf8').on('data', (each: string) => (text += each))
  const exited = new Promise<void>((done) => interrupted.once('exit', () => done()))
  const isThere = await until(90_000, () => /liste n° \d+\u00a0: 2 lignes/.test(text))
  if (!isThere) return context.check('the tour comes to the suspension', false, text.slice(-500))
  const [suspended] = await drimboxes(product)
  // To the whole group, as a terminal does; npm forwards it once more.
  process.kill(-(interrupted.pid ?? 0), 'SIGINT')
  await exited
  await until(10_000, () => text.includes('Visite interrompue'))
  const [restored] = await drimboxes(product)
  context.check('it was suspended when the tour was interrupted', suspended?.state === 'suspended', suspended)
  context.check(
    'and is restored by it',
    restored?.state === 'in-service' && text.includes('tout est remis en place'),
    { restored, text: text.slice(-300) },
  )
  const back = await until(30_000, async () =>
    (await (await fetch(product.ready.whitelistUrl)).text()).includes('db9001.'),
  )
  context.check('and is on the list again', back)
}

async function drimboxes(product: Product): Promise<{ state: string }[]> {
  const response = await fetch(`${product.ready.api}/v1/drimboxes?number=9001`, {
    headers: product.adminHeaders(),
  })
  return ((await response.json()) as { items: { state: string }[] }).items
}

async function ask(url: string, headers: Record<string, string>) {
  const response = await new Promise<IncomingMessage>((done, failed) =>
    get(url, { headers }, done).once('error', failed),
  )
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  return { status: response.statusCode ?? 0, etag: response.headers.etag ?? '', body: Buffer.concat(chunks) }
}

function run(
  command: string,
  given: readonly string[],
  cwd: string,
): Promise<{ code: number | null; output: string }> {
  return new Promise((done, failed) => {
    const child = spawn(command, given, {
      cwd,
      env: { ...process.env, TZ: 'UTC', DRIM_DATA_DIR: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    let faults = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (faults += text))
    child.once('error', failed)
    child.once('close', (code) => done({ code, output: output === '' ? faults : output }))
  })
}

async function until(patienceMs: number, holds: () => boolean | Promise<boolean>): Promise<boolean> {
  for (let waited = 0; waited < patienceMs; waited += 100) {
    if (await holds()) return true
    await wait(100)
  }
  return false
}

function inSeconds(milliseconds: number): string {
  return (milliseconds / 1_000).toFixed(1)
}
