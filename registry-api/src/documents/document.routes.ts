import { createRoute, z } from '@hono/zod-openapi'
import { signedIn } from '../http/authentication.ts'
import { nounApp } from '../http/environment.ts'
import { uuid } from '../http/fields.ts'
import { CREDENTIALS } from '../http/openapi.ts'
import { readPdf } from '../http/pdf-body.ts'
import { refusals } from '../http/problem.ts'
import type { World } from '../world.ts'
import { DocumentJson, DocumentQuery } from './document.api.ts'
import { openDocument } from './open-document.ts'
import { uploadDocument } from './upload-document.ts'

const upload = createRoute({
  method: 'post',
  path: '/v1/documents',
  middleware: signedIn,
  security: CREDENTIALS.person,
  tags: ['documents'],
  summary: 'Upload a PDF without active content, 10 MiB at most; then name its id where it belongs',
  request: {
    query: DocumentQuery,
    body: {
      required: true,
      content: { 'application/pdf': { schema: z.string().openapi({ format: 'binary' }) } },
    },
  },
  responses: {
    201: { description: 'Kept', content: { 'application/json': { schema: DocumentJson } } },
    ...refusals(400, 401, 403, 409, 413, 415, 422, 429),
  },
})

const open = createRoute({
  method: 'get',
  path: '/v1/documents/{id}/content',
  middleware: signedIn,
  security: CREDENTIALS.any,
  tags: ['documents'],
  summary: 'The file itself, as an attachment; that it was opened is told to the audit',
  request: { params: z.object({ id: uuid }) },
  responses: {
    200: {
      description: 'The file',
      content: { 'application/pdf': { schema: z.string().openapi({ format: 'binary' }) } },
    },
    ...refusals(401, 403, 404, 422),
  },
})

export function documentRoutes(world: World) {
  return nounApp()
    .openapi(upload, async (c) => {
      const document = await uploadDocument(world, c.var.principal, {
        ...c.req.valid('query'),
        bytes: await readPdf(c),
      })
      const { id, name, purpose, sha256, size: bytes, createdAt } = document
      return c.json({ id, name, purpose, sha256, bytes, createdAt: createdAt.toISOString() }, 201, {
        location: `/v1/documents/${id}/content`,
      })
    })
    .openapi(open, async (c) => {
      const { document, content } = await openDocument(world, c.var.principal, c.req.valid('param').id)
      // The name is its uploader's: a browser gets it encoded, and is told to save, not to show.
      return c.body(Uint8Array.from(content), 200, {
        'content-type': 'application/pdf',
        'content-disposition': `attachment; filename="document.pdf"; filename*=UTF-8''${encodeName(document.name)}`,
        'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
        'cache-control': 'private, no-store',
      })
    })
}

function encodeName(name: string): string {
  return encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
