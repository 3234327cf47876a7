import { recordChanges } from '../audit/record-changes.ts'
import { assertNamesHost, assertSameDn, readDn } from '../certificates/certificate.rules.ts'
import { listCertificates } from '../certificates/list-certificates.ts'
import { readCertificate } from '../certificates/read-certificate.ts'
import { assertTakesDrimbox } from '../commitments/assert-takes-drimbox.ts'
import { refusedByConstraint } from '../db/failures.ts'
import type { Principal } from '../db/principal.ts'
import { findOrganisation } from '../organisations/find-organisation.ts'
import { assertMay } from '../rights/rights.rules.ts'
import type { World } from '../world.ts'
import type { Drimbox } from './drimbox.ts'
import { drimboxRefusals } from './drimbox.refusals.ts'
import { drimboxRepository } from './drimbox.repository.ts'
import { assertHostsAreFree, assertHostsFit, assertNumberIsFree } from './drimbox.rules.ts'

export interface DrimboxRegistration {
  readonly operatorId: string
  readonly number: number
  readonly wadoHost: string
  /** '' for none. */
  readonly viewerHost: string
  /** RFC 4514. Needed where no certificate is given. */
  readonly certificateDn?: string | undefined
  /** PEM. */
  readonly certificate?: string | undefined
  readonly supportContact: string
}

/**
 * Enters a DRIMbox in service, with its one certificate, after all other lines.
 * Refuses `organisation-not-found`, `commitment-not-active`, `number-taken`, `number-burnt`, `host-…`, `access-points-alike`, `certificate-…`.
 */
export async function registerDrimbox(
  world: World & { readonly zone: string },
  principal: Principal,
  input: DrimboxRegistration,
): Promise<Drimbox> {
  assertMay(principal, 'demo.register')
  const hosts = input.viewerHost === '' ? [input.wadoHost] : [input.wadoHost, input.viewerHost]
  assertHostsFit(hosts, world.zone)
  const certificate = certificateOf(input)
  return world.inTransaction(principal, async (tx) => {
    const organisation = await findOrganisation(tx, input.operatorId)
    await assertTakesDrimbox(tx, organisation.id)
    const drimboxes = drimboxRepository(tx)
    assertNumberIsFree(input.number, await drimboxes.actsOfNumber(input.number))
    assertHostsAreFree(await drimboxes.takenHosts(hosts))
    const drimbox: Drimbox = {
      id: tx.newId(),
      version: 1,
      organisationId: organisation.id,
      number: input.number,
      state: 'in-service',
      suspensionLevel: null,
      resumeTo: null,
      reason: null,
      position: await drimboxes.nextPosition(),
      supportContact: input.supportContact,
      addedAt: `${tx.at.toISOString().slice(0, 19)}Z`,
      createdAt: tx.at,
      updatedAt: tx.at,
    }
    await refusedByConstraint(
      drimboxes.insert([{ drimbox, wadoHost: input.wadoHost, viewerHost: input.viewerHost }]),
      {
        drimbox_number_once: () => drimboxRefusals('number-taken', { number: input.number }),
        host_name_once: () => drimboxRefusals('host-name-taken', { host: hosts.join(', ') }),
      },
    )
    await listCertificates(tx, [{ drimboxId: drimbox.id, ...certificate }])
    await recordChanges(tx, [
      {
        event: 'drimbox.registered',
        subject: { kind: 'drimbox', id: drimbox.id },
        organisationId: organisation.id,
        to: drimbox.state,
        data: { number: drimbox.number },
      },
    ])
    return drimbox
  })
}

function certificateOf(input: DrimboxRegistration) {
  const read = input.certificate === undefined ? undefined : readCertificate(input.certificate)
  const given = input.certificateDn === undefined ? undefined : readDn(input.certificateDn)
  if (read !== undefined && given !== undefined) assertSameDn(given, read.dn)
  const dn = read?.dn ?? given
  // The shape of the request asks for one of the two (drimbox.api.ts).
  if (dn === undefined) throw new Error('neither a DN nor a certificate')
  assertNamesHost(dn, input.wadoHost)
  return { dn: input.certificateDn ?? read!.dnText, file: read?.file ?? null }
}
