import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { crlPem } from '../../demo/trust-authority.ts'
import { testContent } from '../support/list-content.ts'
import { SIGNED_AT, signingSpace, signList, type SigningSpace } from '../support/sign-list.ts'

const BIN = new URL('../../whitelist/bin/drim-whitelist.js', import.meta.url).pathname
const AT = ['--at', '2026-11-25T10:00:00Z']

let space: SigningSpace
let directory: string
let anchors: string[]

interface Run {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

const run = (args: readonly string[], input?: Uint8Array): Promise<Run> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [BIN, ...args], { cwd: directory })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    child.on('error', reject).on('close', (code) => resolve({ code, stdout, stderr }))
    child.stdin.on('error', () => undefined).end(input)
  })

const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(directory, name), content)
  return name
}
const verify = (source: string, ...more: string[]): Promise<Run> =>
  run(['verify', source, ...anchors, ...AT, ...more])

beforeAll(async () => {
  space = await signingSpace()
  directory = mkdtempSync(join(tmpdir(), 'drim whitelist cli-')) // with a blank
  const { authority } = space
  anchors = [
    ...['--trust-anchor', file('root.pem', authority.rootPem)],
    ...['--intermediate', file('lists.pem', authority.issuers.lists.pem)],
  ]
  file('list.xml', signList(space, 'B'))
  file('list-a.xml', signList(space, 'A'))
  file('altered.xml', signList(space, 'B').toString().replace('vi1.', 'vi9.'))
  file('crls.pem', crlPem(await authority.crl('root')) + crlPem(await authority.crl('lists')))
})
afterAll(() => {
  rmSync(directory, { recursive: true })
})

describe('drim-whitelist verify', () => {
  it('accepts a sound list: exit 0, in words and as JSON', async () => {
    const words = await verify('list.xml', '--crl', 'crls.pem')
    expect(words).toMatchObject({ code: 0, stderr: '' })
    expect(words.stdout).toMatch(/^accepted: 3 entries\n {2}signed at 2026-11-20T09:00:00Z\n/)

    for (const name of ['list.xml', 'list-a.xml']) {
      const { code, stdout } = await verify(name, '--crl', 'crls.pem', '--require-crl', '--json')
      expect(code).toBe(0)
      expect(JSON.parse(stdout)).toEqual({
        verdict: 'accepted',
        code: null,
        detail: null,
        signedAt: SIGNED_AT,
        signer:
          'CN=Liste Blanche DRIM-M,OU=318751275100020,O=AGENCE DU NUMERIQUE EN SANTE,ST=Paris (75),C=FR',
        entries: 3,
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
        warnings: [],
      })
    }
  })

  it('refuses an altered list: exit 1 and the code, and tells nothing of what it says', async () => {
    const { code, stdout } = await verify('altered.xml', '--json')
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({
      verdict: 'refused',
      code: 'document-digest',
      signedAt: null,
      signer: null,
      entries: null,
      digest: null,
    })
    expect((await verify('altered.xml')).stdout).toMatch(/^refused: document-digest\n/)
  })

  it('warns without a revocation list, refuses without one where it is required', async () => {
    expect((await verify('list.xml')).stdout).toContain('warning   revocation-not-checked')
    const required = await verify('list.xml', '--require-crl', '--json')
    expect(required.code).toBe(1)
    expect(JSON.parse(required.stdout)).toMatchObject({ code: 'revocation-unknown' })
  })

  it('asks for the signer by CN, OU or DN', async () => {
    const code = async (...more: string[]) => (await verify('list.xml', ...more)).code
    expect(await code('--signer-cn', 'Liste Blanche DRIM-M')).toBe(0)
    expect(await code('--signer-cn', 'Another')).toBe(1)
    expect(await code('--signer-ou', '3')).toBe(1)
    expect(
      await code(
        '--signer-dn',
        'CN=Liste Blanche DRIM-M,OU=318751275100020,O=AGENCE DU NUMERIQUE EN SANTE,ST=Paris (75),C=FR',
      ),
    ).toBe(0)
    expect(await code('--signer-dn', 'CN=Liste Blanche DRIM-M')).toBe(1)
  })

  it('goes back to nothing older than what is held', async () => {
    const { digest } = JSON.parse((await verify('list.xml', '--json')).stdout) as { digest: string }
    file('same.json', JSON.stringify({ signedAt: SIGNED_AT, digest }))
    file('newer.json', JSON.stringify({ signedAt: '2026-11-21T00:00:00Z', digest: 'f'.repeat(64) }))
    file('other.json', JSON.stringify({ signedAt: SIGNED_AT, digest: 'f'.repeat(64) }))
    expect((await verify('list.xml', '--held', 'same.json')).code).toBe(0)
    expect((await verify('list.xml', '--held', 'newer.json')).stdout).toContain('refused: older-than-held')
    expect((await verify('list.xml', '--held', 'other.json')).stdout).toContain(
      'refused: same-time-other-bytes',
    )
  })

  it('reads standard input, an empty one too', async () => {
    const args = ['verify', '-', ...anchors, ...AT]
    expect((await run(args, signList(space, 'B'))).code).toBe(0)
    expect((await run(args)).stdout).toContain('refused: not-well-formed')
  })

  it('lets nothing of the input act on the terminal', async () => {
    const content = testContent(1)
    const hostile = '\u202eevil\u200b\u2066'
    const entries = [
      {
        ...content.entries[0]!,
        denomination: `x${hostile}`,
        wadoHost: 'db1.x.fr',
        certificateDn: `CN=db1.x.fr,O=${hostile}`,
      },
    ]
    file('bidi.xml', signList(space, 'B', { content: { ...content, entries } }))
    file('root.xml', `<\u009b31m\u202e/>`)
    for (const args of [
      ['inspect', 'bidi.xml'],
      ['inspect', 'bidi.xml', '--json'],
      ['diff', 'list.xml', 'bidi.xml'],
      ['inspect', 'root.xml'],
      ['inspect', '\u001b[2J.xml'],
    ]) {
      const { stdout, stderr } = await run(args)
      expect(stdout + stderr).not.toMatch(/[\p{Cf}\u0000-\u0009\u000b-\u001f\u007f-\u009f]/u)
      expect(stdout + stderr).toContain('\\u')
    }
  })

  it.each([
    ['no anchor', ['verify', 'list.xml']],
    ['no file', ['verify', 'nowhere.xml', '--trust-anchor', 'root.pem']],
    ['a folder', ['verify', '.', '--trust-anchor', 'root.pem']],
    ['an anchor that is none', ['verify', 'list.xml', '--trust-anchor', 'list.xml']],
    ['an anchor that is missing', ['verify', 'list.xml', '--trust-anchor', 'nowhere.pem']],
    ['a time without zone', ['verify', 'list.xml', '--trust-anchor', 'root.pem', '--at', '2026-11-25']],
    ['a held file that is none', ['verify', 'list.xml', '--trust-anchor', 'root.pem', '--held', 'root.pem']],
    [
      'a held file of another shape',
      ['verify', 'list.xml', '--trust-anchor', 'root.pem', '--held', 'empty.json'],
    ],
    [
      'a DN that cannot be read',
      [
        'verify',
        'list.xml',
        '--trust-anchor',
        'root.pem',
        '--intermediate',
        'lists.pem',
        ...AT,
        '--signer-dn',
        'x',
      ],
    ],
    [
      'two ways to say the signer',
      ['verify', 'list.xml', '--trust-anchor', 'root.pem', '--signer-dn', 'CN=x', '--signer-cn', 'x'],
    ],
    ['an unknown option', ['verify', 'list.xml', '--trust', 'root.pem']],
    ['an unknown command', ['check', 'list.xml']],
    ['nothing', []],
  ])('calls it misuse, exit 2 and nothing on standard output: %s', async (_, args) => {
    file('empty.json', '{}')
    const { code, stdout, stderr } = await run(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^drim-whitelist: .+\n/)
    expect(stderr).not.toContain('    at ')
  })
})

describe('drim-whitelist verify URL', () => {
  const servers: Server[] = []
  const serve = async (listener: RequestListener): Promise<string> => {
    const server = createServer(listener)
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }
  afterAll(() => {
    for (const server of servers) server.close().closeAllConnections()
  })

  it('fetches a list, through a redirect of the same scheme', async () => {
    const list = signList(space, 'B')
    const url = await serve((request, response) => {
      if (request.url === '/moved') response.writeHead(302, { location: '/whitelist.xml' }).end()
      else response.end(list)
    })
    expect((await verify(`${url}/whitelist.xml`)).code).toBe(0)
    expect((await verify(`${url}/moved`)).code).toBe(0)
  })

  it.each([
    ['an error status', (_, response) => response.writeHead(404).end('no')],
    [
      'a redirect to a file',
      (_, response) => response.writeHead(302, { location: 'file:///etc/hostname' }).end(),
    ],
    [
      'a redirect to another scheme',
      (_, response) => response.writeHead(302, { location: 'https://127.0.0.1:1/' }).end(),
    ],
    [
      'a redirect to data',
      (_, response) => response.writeHead(302, { location: 'data:text/xml,<a/>' }).end(),
    ],
    ['redirects without end', (_, response) => response.writeHead(302, { location: '/' }).end()],
    ['a connection cut', (_, response) => response.destroy()],
  ] as [string, RequestListener][])('calls it misuse: %s', async (_, listener) => {
    const { code, stdout, stderr } = await verify(await serve(listener))
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^drim-whitelist: /)
  })

  it('stops reading an answer without end, and calls it too-large', async () => {
    const url = await serve((_, response) => {
      const chunk = Buffer.alloc(1 << 20, ' ')
      const more = (): void => {
        while (!response.destroyed && response.write(chunk));
        if (!response.destroyed) response.once('drain', more)
      }
      more()
    })
    const { code, stdout } = await verify(url, '--json')
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ code: 'too-large' })
  })
})

describe('drim-whitelist inspect and diff', () => {
  it('says what a file says of itself, and that nothing is verified', async () => {
    const { code, stdout } = await run(['inspect', 'altered.xml'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^NOT VERIFIED/)
    expect(stdout).toContain('db1.test.mesimagesmedicales.fr')
    const json = JSON.parse((await run(['inspect', 'altered.xml', '--json'])).stdout) as Record<
      string,
      unknown
    >
    expect(json).toMatchObject({ verified: false, signature: { profile: 'B', signedAt: SIGNED_AT } })
    expect(json.entries).toHaveLength(3)
  })

  it('says why a file is no list: exit 1', async () => {
    file('mss.xml', '<ListeBlancheMSSante/>')
    const { code, stdout } = await run(['inspect', 'mss.xml', '--json'])
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ code: 'unknown-root' })
  })

  it('compares two lists in words and as JSON: exit 0 the same, 1 different, 2 no list', async () => {
    const content = testContent(4)
    const [first, second, , fourth] = content.entries
    file(
      'next.xml',
      signList(space, 'A', {
        content: { ...content, entries: [{ ...first!, supportContact: '' }, second!, fourth!] },
      }),
    )
    expect(await run(['diff', 'list.xml', 'list-a.xml'])).toMatchObject({
      code: 0,
      stdout: 'the entries are the same\n',
    })

    const words = await run(['diff', 'list.xml', 'next.xml'])
    expect(words.code).toBe(1)
    expect(words.stdout).toMatch(/^1 added, 1 removed, 1 changed\n/)
    expect(words.stdout).toMatch(/supportContact: .+ becomes \(empty\)\n/)

    const json = JSON.parse((await run(['diff', 'list.xml', 'next.xml', '--json'])).stdout) as unknown
    expect(json).toMatchObject({
      added: [{ number: 4 }],
      removed: [{ number: 3 }],
      changed: [{ fields: ['supportContact'] }],
    })
    expect(await run(['diff', 'list.xml', 'root.pem'])).toMatchObject({ code: 2, stdout: '' })
  })

  it('helps', async () => {
    const { code, stdout } = await run(['--help'])
    expect(code).toBe(0)
    expect(stdout).toContain('drim-whitelist verify FILE|URL|-')
  })
})
