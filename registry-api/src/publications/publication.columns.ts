import { publication } from '../db/schema/publication.ts'

/** Everything but the content and the lines, which are large. */
export const publicationColumns = {
  id: publication.id,
  version: publication.version,
  sequence: publication.sequence,
  state: publication.state,
  kind: publication.kind,
  baseSequence: publication.baseSequence,
  baseDigest: publication.baseDigest,
  contentDigest: publication.contentDigest,
  linesDigest: publication.linesDigest,
  entryCount: publication.entryCount,
  added: publication.added,
  removed: publication.removed,
  changed: publication.changed,
  approvalsNeeded: publication.approvalsNeeded,
  createdAt: publication.createdAt,
  updatedAt: publication.updatedAt,
  openedAt: publication.openedAt,
  signedAt: publication.signedAt,
  refusalCode: publication.refusalCode,
  refusalDetail: publication.refusalDetail,
} as const
