import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildApp } from '../app.ts'
import { DOCUMENT } from './openapi.ts'

// Writes docs/openapi.json out of the contracts of the routes. Nothing is called, so nothing needs to be there.

const none = () => {
  throw new Error('no route is called while the contract is written')
}
const { getOpenAPI31Document } = buildApp({
  world: { inTransaction: none, clock: none },
  trustSpace: {
    identity: { trustSpace: '', space: 'TEST', mode: 'demo', zone: '' },
    whitelistUrl: '',
    publicationPeriodMs: 0,
    signer: { commonName: '', organizationalUnit: '' },
    anchors: [],
    intermediates: [],
  },
  trust: none,
  publisher: { fault: undefined },
  requestPublication: none,
  signer: { state: none },
  adminKeySha256: '',
  enrolment: { relyingParty: { id: '', origin: '' }, policy: { mode: 'demo', hasRoots: false }, roots: [] },
  rateLimits: {
    perAddress: { burst: 1, perSecond: 1 },
    perPrincipal: { burst: 1, perSecond: 1 },
    sensitive: { burst: 1, perSecond: 1 },
    forwarders: [],
  },
  newRequestId: none,
  log: { info: none, warn: none, error: none },
})

writeFileSync(
  process.argv[2] ?? join(import.meta.dirname, '../../../docs/openapi.json'),
  `${JSON.stringify(getOpenAPI31Document(DOCUMENT), null, 2)}\n`,
)
