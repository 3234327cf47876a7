import { createRoute, z } from '@hono/zod-openapi'
import type { SignerIdentity } from '@trust-space/whitelist'
import { signedIn } from '../http/authentication.ts'
import { nounApp } from '../http/environment.ts'
import { CREDENTIALS } from '../http/openapi.ts'
import { refusals } from '../http/problem.ts'
import { readXml } from '../http/xml-body.ts'
import { assertMay } from '../rights/rights.rules.ts'
import type { World } from '../world.ts'
import { ImportHeaders, ImportQuery, ImportReportJson } from './import.api.ts'
import type { ImportReport } from './import.ts'
import { importWhitelist } from './import-whitelist.ts'

const run = createRoute({
  method: 'post',
  path: '/v1/imports',
  middleware: signedIn,
  security: CREDENTIALS.any,
  tags: ['imports'],
  summary: 'Import a signed list into an empty registry; compare one with a registry that is not empty',
  request: {
    query: ImportQuery,
    headers: ImportHeaders,
    body: { required: true, content: { 'application/xml': { schema: z.string() } } },
  },
  responses: {
    200: {
      description: 'What was found and done',
      content: { 'application/json': { schema: ImportReportJson } },
    },
    ...refusals(400, 401, 403, 413, 415, 422),
  },
})

// What the ANS's lists are signed with, the TEST ones included (decisions 18).
const ANS_SIGNER = { commonName: 'Liste Blanche DRIM-M', organizationalUnit: '318751275100020' }

export function importRoutes(
  world: Parameters<typeof importWhitelist>[0] & World,
  ownSigner: { readonly commonName: string; readonly organizationalUnit: string },
) {
  return nounApp().openapi(run, async (c) => {
    assertMay(c.var.principal, 'list.import')
    const query = c.req.valid('query')
    const headers = c.req.valid('header')
    const anchors = (headers['x-import-trust-anchors'] ?? []).map(fromBase64)
    // A list that comes with its own authority is the ANS's; one that comes alone is of this trust space.
    const usual = anchors.length === 0 ? ownSigner : ANS_SIGNER
    const signer: SignerIdentity = {
      commonName: query.signerCn ?? usual.commonName,
      organizationalUnit: query.signerOu ?? usual.organizationalUnit,
    }
    const report = await importWhitelist(world, c.var.principal, {
      bytes: await readXml(c),
      at: query.at === undefined ? world.clock() : new Date(query.at),
      signer,
      anchors,
      intermediates: (headers['x-import-intermediates'] ?? []).map(fromBase64),
      isDryRun: query.dryRun,
    })
    return c.json(toJson(report), 200)
  })
}

function toJson(report: ImportReport): z.infer<typeof ImportReportJson> {
  const { differences } = report
  return {
    ...report,
    warnings: [...report.warnings],
    differences: {
      added: [...differences.added],
      removed: [...differences.removed],
      changed: differences.changed.map((change) => ({ ...change, fields: [...change.fields] })),
    },
  }
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'base64'))
}
