import { createHash, createPrivateKey, sign } from 'node:crypto'
import { prepareSignature, writeUnsignedWhitelist } from '@trust-space/whitelist/format'
import { testContent, type TestContent } from '../support/list-content.ts'
import { signingSpace } from '../support/sign-list.ts'

/** `node write-and-sign.ts ENTRIES`: CPU milliseconds of writing and signing, and of its unavoidable part, as JSON. */
// Through JSON, as content comes from a database: strings pieced together here would be slower to read than any that
// the product is handed.
const content = JSON.parse(JSON.stringify(testContent(Number(process.argv[2])))) as TestContent
const space = await signingSpace()
const key = createPrivateKey(space.signer.privateKeyPem)
const certificateChain = [space.signer.certificate, ...space.chain]
const ROUNDS = 10
const BLOCKS = 6

function writeAndSign(): Uint8Array {
  const prepared = prepareSignature({
    unsigned: writeUnsignedWhitelist(content),
    signingTime: new Date('2026-11-20T09:00:00Z'),
    certificateChain,
    signatureId: '00112233445566778899aabbccddeeff',
  })
  return prepared.complete(sign('sha256', prepared.toBeSigned, key))
}

const unsigned = writeUnsignedWhitelist(content)
/** Nobody can sign a list for less than its digest and one RSA operation. */
function digestAndSign(): Buffer {
  return sign('sha256', createHash('sha256').update(unsigned).digest(), key)
}

function cpuMs(work: () => unknown): number {
  const begun = process.cpuUsage()
  for (let round = 0; round < ROUNDS; round += 1) work()
  const { user, system } = process.cpuUsage(begun)
  return (user + system) / 1_000 / ROUNDS / BLOCKS
}

let [product, base] = [0, 0]
for (let block = -2; block < BLOCKS; block += 1) {
  // By turns, so that a neighbour who is busy for a while weighs on both; the first two blocks warm up.
  const measured = [cpuMs(writeAndSign), cpuMs(digestAndSign)] as const
  if (block < 0) continue
  product += measured[0]
  base += measured[1]
}
console.log(JSON.stringify({ product, base, bytes: unsigned.length }))
