import { downloadDocument } from '#lib/server/desk/documents.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async (event) => downloadDocument(event)
