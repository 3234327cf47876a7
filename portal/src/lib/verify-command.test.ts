import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { commandLines, verifyCommand } from './verify-command.ts'

const anchors = (commonName: string, organizationalUnit = '') => ({
  signer: { commonName, organizationalUnit },
  anchors: [{}],
  intermediates: [{}, {}],
})

it('names the certificates as the reader saves them, and the signer to expect', () => {
  expect(verifyCommand(anchors('Liste Blanche DRIM-M DEMO', '318751275100020')).join(' ')).toBe(
    'npx --no-install drim-whitelist verify whitelist.xml --trust-anchor racine.pem ' +
      "--intermediate autorite.pem --intermediate autorite-2.pem --signer-cn 'Liste Blanche DRIM-M DEMO' --signer-ou 318751275100020",
  )
})

it('gives a shell one word for a name, whatever the name holds', () => {
  const name = "L'a; b & (c) = d"
  const words = verifyCommand(anchors(name))
  const seen = execFileSync('sh', [
    '-c',
    `printf '%s\\n' ${words.slice(words.indexOf('--signer-cn')).join(' ')}`,
  ])
  expect(seen.toString()).toBe(`--signer-cn\n${name}\n`)
})

it.each(['$(reboot)', '`id`', 'a\nb', '\u202eabc', '', 'x'.repeat(500)])('never pastes %j', (name) => {
  expect(verifyCommand(anchors(name))).not.toContain('--signer-cn')
})

it('keeps an option and its value on one line, and pastes into a shell as it is shown', () => {
  const words = verifyCommand(anchors("L'ANS", 'B'))
  const lines = commandLines(words)
  expect(lines).toEqual([
    'npx --no-install \\',
    'drim-whitelist verify \\',
    'whitelist.xml \\',
    '--trust-anchor racine.pem \\',
    '--intermediate autorite.pem \\',
    '--intermediate autorite-2.pem \\',
    "--signer-cn 'L'\\''ANS' \\",
    '--signer-ou B',
  ])
  const seen = execFileSync('sh', ['-c', `npx() { printf '%s\\n' "$@"; }\n${lines.join('\n')}`]).toString()
  expect(seen.trim().split('\n')).toEqual([...words.slice(1, -4), '--signer-cn', "L'ANS", '--signer-ou', 'B'])
  expect(commandLines(verifyCommand(undefined)).at(-1)).toBe('--intermediate autorite.pem')
})
