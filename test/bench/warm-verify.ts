import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { loadTrust, verifyWhitelist } from '@trust-space/whitelist'

/**
 * `node warm-verify.ts` with the arguments of `drim-whitelist verify`, and `--rounds N`: CPU milliseconds that one
 * verification takes in a process that has made several, from bytes to entries; anchors and CRLs are loaded once.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'trust-anchor': { type: 'string', default: '' },
    intermediate: { type: 'string', default: '' },
    crl: { type: 'string', multiple: true, default: [] },
    'require-crl': { type: 'boolean' },
    json: { type: 'boolean' },
    at: { type: 'string', default: '' },
    rounds: { type: 'string', default: '10' },
  },
})
const bytes = await readFile(positionals[1] ?? '')
const options = {
  at: new Date(values.at),
  signer: { commonName: 'Liste Blanche DRIM-M', organizationalUnit: '318751275100020' },
  revocation: 'require',
  trust: await loadTrust({
    anchors: [await readFile(values['trust-anchor'])],
    intermediates: [await readFile(values.intermediate)],
    crls: await Promise.all(values.crl.map((file) => readFile(file))),
  }),
} as const
const rounds = Number(values.rounds)
const verify = async () => {
  for (let round = 0; round < rounds; round += 1) await verifyWhitelist(bytes, options)
}
await verify() // Warms up: compiled code, grown heap.
const begun = process.cpuUsage()
await verify()
const { user, system } = process.cpuUsage(begun)
console.log((user + system) / 1_000 / rounds)
