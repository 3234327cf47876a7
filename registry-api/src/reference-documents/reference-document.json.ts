import type { z } from '@hono/zod-openapi'
import type { ReferenceDocumentJson } from './reference-document.api.ts'
import type { ReferenceDocument } from './reference-document.ts'

export function referenceDocumentJson(row: ReferenceDocument): z.infer<typeof ReferenceDocumentJson> {
  return {
    id: row.id,
    version: row.version,
    code: row.code,
    label: row.label,
    title: row.title,
    inForceOn: row.inForceOn,
    sha256: row.sha256,
    recommitBy: row.recommitBy,
    state: row.state,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}
