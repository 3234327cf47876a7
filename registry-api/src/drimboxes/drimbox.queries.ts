import { and, asc, eq, gt, inArray } from 'drizzle-orm'
import { ofOwnOrganisations } from '../db/own-rows.ts'
import { certificate } from '../db/schema/certificate.ts'
import { accessPoint, drimbox } from '../db/schema/drimbox.ts'
import { organisation } from '../db/schema/organisation.ts'
import { listedLine } from '../db/schema/views.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Drimbox, DrimboxState } from './drimbox.ts'

export interface DrimboxView {
  readonly drimbox: Drimbox
  readonly operatorName: string
  readonly onList: boolean
  readonly wadoHost: string
  readonly viewerHost: string
  readonly certificates: readonly {
    readonly id: string
    readonly dn: string
    readonly state: 'listed' | 'retired'
    readonly fingerprint: string | null
    readonly notBefore: Date | null
    readonly notAfter: Date | null
  }[]
}

export interface DrimboxFilter {
  readonly number?: number | undefined
  readonly operator?: string | undefined
  readonly state?: DrimboxState | undefined
  readonly after?: string | undefined
  readonly limit: number
}

/** DRIMboxes in the order of their entry, one more than `limit`. */
export async function listDrimboxes(tx: Transaction, filter: DrimboxFilter): Promise<DrimboxView[]> {
  const rows = await tx.db
    .select({ drimbox, operatorName: organisation.displayName })
    .from(drimbox)
    .innerJoin(organisation, eq(organisation.id, drimbox.organisationId))
    .where(
      and(
        ofOwnOrganisations(tx.principal, drimbox.organisationId),
        filter.after === undefined ? undefined : gt(drimbox.id, filter.after),
        filter.number === undefined ? undefined : eq(drimbox.number, filter.number),
        filter.operator === undefined ? undefined : eq(drimbox.organisationId, filter.operator),
        filter.state === undefined ? undefined : eq(drimbox.state, filter.state),
      ),
    )
    .orderBy(asc(drimbox.id))
    .limit(filter.limit + 1)
  return withParts(tx, rows)
}

export async function viewDrimbox(tx: Transaction, id: string): Promise<DrimboxView | undefined> {
  const rows = await tx.db
    .select({ drimbox, operatorName: organisation.displayName })
    .from(drimbox)
    .innerJoin(organisation, eq(organisation.id, drimbox.organisationId))
    .where(eq(drimbox.id, id))
  return (await withParts(tx, rows))[0]
}

async function withParts(
  tx: Transaction,
  rows: readonly { drimbox: Drimbox; operatorName: string }[],
): Promise<DrimboxView[]> {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.drimbox.id)
  // One after another on one connection, and asked at once: one round trip instead of three.
  const [points, certificates, listed] = await Promise.all([
    tx.db
      .select({ drimboxId: accessPoint.drimboxId, kind: accessPoint.kind, host: accessPoint.host })
      .from(accessPoint)
      .where(inArray(accessPoint.drimboxId, ids)),
    tx.db
      .select({
        drimboxId: certificate.drimboxId,
        id: certificate.id,
        dn: certificate.dn,
        state: certificate.state,
        fingerprint: certificate.fingerprint,
        notBefore: certificate.notBefore,
        notAfter: certificate.notAfter,
      })
      .from(certificate)
      .where(inArray(certificate.drimboxId, ids))
      .orderBy(asc(certificate.id)),
    tx.db
      .selectDistinct({ drimboxId: listedLine.drimboxId })
      .from(listedLine)
      .where(inArray(listedLine.drimboxId, ids)),
  ])
  const onList = new Set(listed.map(({ drimboxId }) => drimboxId))
  const pointsOf = Map.groupBy(points, ({ drimboxId }) => drimboxId)
  const certificatesOf = Map.groupBy(certificates, ({ drimboxId }) => drimboxId)
  return rows.map((row) => {
    const host = (kind: 'wado' | 'viewer') =>
      pointsOf.get(row.drimbox.id)?.find((point) => point.kind === kind)?.host ?? ''
    return {
      ...row,
      onList: onList.has(row.drimbox.id),
      wadoHost: host('wado'),
      viewerHost: host('viewer'),
      certificates: (certificatesOf.get(row.drimbox.id) ?? []).map(({ drimboxId: _, ...rest }) => rest),
    }
  })
}
