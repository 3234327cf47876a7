import { personas } from '../../../demo/identity-provider/personas.ts'
import { demoOrganisations } from '../../../demo/world.ts'
import { pdf } from '../../support/pdf.ts'
import type { StorySpace } from '../../support/story-space.ts'
import type { Row, Stage } from './line-1-stage.ts'
import type { Owner, Vault } from './line-8-vault.ts'

const DAY_MS = 86_400_000
const day = (ahead: number) => new Date(Date.now() + ahead * DAY_MS).toISOString().slice(0, 10)

interface Planting {
  readonly stage: Stage
  readonly space: StorySpace
  readonly vault: Vault
}

/** Plants a secret in every private field of three owners: a new member, an applicant, an operator. */
export async function plantSecrets(planting: Planting): Promise<void> {
  await newMember(planting)
  await applicant(planting)
  await operator(planting)
}

async function upload({ stage, space, vault }: Planting, login: string, owner: Owner, purpose: string) {
  const name = vault.word(owner, `name of a file (${purpose})`)
  const { headers } = await stage.as(login)
  const response = await fetch(
    new URL(`/v1/documents?purpose=${purpose}&name=${name}.pdf`, space.registry.api),
    {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/pdf' },
      body: Uint8Array.from(pdf(vault.word(owner, `words of a file (${purpose})`))),
    },
  )
  if (response.status !== 201) throw new Error(await response.text())
  return ((await response.json()) as { id: string }).id
}

function privateForm({ vault }: Planting, owner: Owner, legal: { siren: string; siret: string }) {
  return {
    kinds: ['vendor'],
    legalName: `${vault.word(owner, 'legalName')} SAS`,
    siren: legal.siren,
    siretSeat: legal.siret,
    finess: vault.finess(owner, 'finess'),
    structureIdentifier: `4${vault.digits(owner, 'structureIdentifier', 12)}`,
    signatory: { name: vault.word(owner, 'signatory name'), quality: vault.word(owner, 'signatory quality') },
    supportMailbox: vault.mailbox(owner, 'supportMailbox', 'support'),
    supportPhone: vault.phone(owner, 'supportPhone'),
    securityPhone: vault.phone(owner, 'securityPhone'),
    securityMailbox: vault.mailbox(owner, 'securityMailbox', 'securite'),
    dpoMailbox: vault.mailbox(owner, 'dpoMailbox', 'dpo'),
    technicalMailbox: vault.mailbox(owner, 'technicalMailbox', 'technique'),
    plannedDrimboxes: 1,
    hostsForOthers: false,
  }
}

/** Nina is admitted; a second request of hers is refused. All that was written about her stays hers. */
async function newMember(planting: Planting): Promise<void> {
  const { stage, vault } = planting
  const form = privateForm(planting, 'nina', vault.legalBody('nina', 'siren'))
  const path = await open(planting, 'nina', 'nina', { ...form, displayName: 'Cabinet Témoin' })
  await stage.act('nina', path, 'submit')
  await stage.act('ines', path, 'claim')
  await stage.act('ines', path, 'ask-pieces', {
    missing: [vault.word('nina', 'missing')],
    motive: vault.word('nina', 'motive of ask-pieces'),
  })
  await stage.act('nina', path, 'submit')
  await stage.act('ines', path, 'claim')
  for (const kind of ['power', 'security-contact']) {
    const { version } = await stage.read('ines', path)
    const verdict = { verdict: 'good', motive: vault.word('nina', 'motive of a verdict') }
    await (await stage.as('ines')).send('POST', `${path}/pieces/${kind}/verdict`, verdict, `"v${version}"`)
  }
  const decision = await stage.act('ines', path, 'accept', { reason: vault.word('nina', 'reason of accept') })
  await stage.act('denise', `/v1/decisions/${decision.id}`, 'approve')

  const other = privateForm(planting, 'nina', vault.legalBody('nina', 'siren of the other'))
  const displayName = `${vault.word('nina', 'displayName of the other')} Ouest`
  const second = await open(planting, 'nina', 'nina', { ...other, displayName })
  await stage.act('nina', second, 'submit')
  await stage.act('ines', second, 'claim')
  await stage.act('denise', second, 'refuse', {
    facts: vault.word('nina', 'facts'),
    clause: vault.word('nina', 'clause'),
    next: vault.word('nina', 'next'),
  })
}

/** Noël only asks, under the SIREN of an operator that is here already: its administrator is told, and nothing more. */
async function applicant(planting: Planting): Promise<void> {
  const { siren, siret } = demoOrganisations.ouest
  const form = privateForm(planting, 'noel', { siren, siret })
  const displayName = `${planting.vault.word('noel', 'displayName')} Sud`
  const path = await open(planting, 'noel', 'noel', { ...form, displayName })
  await planting.stage.act('noel', path, 'submit')
}

async function open(planting: Planting, login: string, owner: Owner, form: object): Promise<string> {
  const { stage, vault } = planting
  const session = await stage.as(login)
  const { body } = await session.send<Row>('POST', '/v1/admissions', form)
  const documentId = await upload(planting, login, owner, 'admission-piece')
  const gift = { documentId, note: vault.word(owner, 'note of a piece') }
  await session.send('PUT', `/v1/admissions/${body.id}/pieces/power`, gift, `"v${body.version}"`)
  return `/v1/admissions/${body.id}`
}

/** What an operator keeps: identifiers, contacts, team, keys, contract, delegations, the subject of a certificate. */
async function operator(planting: Planting): Promise<void> {
  const { stage, space, vault } = planting
  const { name } = demoOrganisations.leman
  const [leman] = await stage.list('ines', `/v1/organisations?q=${encodeURIComponent(name)}`)
  const organisationId = leman!.id
  const olga = await stage.as('olga')
  const { version } = await stage.read('olga', `/v1/organisations/${organisationId}`)
  await olga.send(
    'PATCH',
    `/v1/organisations/${organisationId}`,
    {
      finess: vault.finess('leman', 'finess'),
      structureIdentifier: `4${vault.digits('leman', 'structureIdentifier', 12)}`,
    },
    `"v${version}"`,
  )
  for (const [kind, contact] of Object.entries({
    technical: { mailbox: vault.mailbox('leman', 'contact technical', 'technique') },
    dpo: { mailbox: vault.mailbox('leman', 'contact dpo', 'dpo') },
    security24h: { phone: vault.phone('leman', 'contact security24h') },
  })) {
    const { body } = await olga.send<Row>('POST', `/v1/organisations/${organisationId}/contacts`, {
      kind,
      ...contact,
    })
    if ('mailbox' in contact)
      await olga.send('POST', `/v1/contacts/${body.id}/send-code`, undefined, `"v${body.version}"`)
  }
  await olga.send('POST', '/v1/invitations', {
    organisationId,
    roles: ['OR'],
    name: vault.word('leman', 'name of somebody invited'),
    mail: vault.mailbox('leman', 'mail of somebody invited', 'invite'),
  })
  for (const { home, name: member, mail } of personas)
    if (home === 'leman') {
      vault.keep('leman', `name of ${mail}`, member)
      vault.keep('leman', `mail of ${member}`, mail)
    }
  await olga.send('POST', '/v1/api-keys', {
    organisationId,
    name: vault.word('leman', 'name of an API key'),
    scopes: ['read'],
  })
  await contractOf(planting, organisationId)
  await delegationOf(planting, organisationId)
  const wadoHost = `db777.${space.zone}`
  const word = (field: string) => vault.word('leman', `${field} of a certificate`)
  await space.operations.post('/v1/drimboxes', {
    operatorId: organisationId,
    number: 777,
    wadoHost,
    viewerHost: `vi777.${space.zone}`,
    certificateDn: `CN=${wadoHost},OU=${vault.digits('leman', 'OU of a certificate', 15)},O=${word('O')},ST=${word('ST')} (74),C=FR`,
    supportContact: vault.mailbox('leman', 'support contact of a DRIMbox', 'support'),
  })
}

async function contractOf(planting: Planting, organisationId: string): Promise<void> {
  const { stage, vault } = planting
  const olga = await stage.as('olga')
  const { body } = await olga.send<Row>('POST', '/v1/commitments', { organisationId })
  await stage.change('olga', `/v1/commitments/${body.id}`, {
    signatories: [
      {
        name: vault.word('leman', 'name of a signatory'),
        quality: vault.word('leman', 'quality of a signatory'),
        powerDocumentId: await upload(planting, 'olga', 'leman', 'power'),
      },
    ],
    documentId: await upload(planting, 'olga', 'leman', 'commitment'),
  })
}

async function delegationOf(planting: Planting, organisationId: string): Promise<void> {
  const { stage, vault } = planting
  const { siret } = vault.legalBody('leman', 'SIRET of a structure')
  const delegation = {
    organisationId,
    facilityName: vault.word('leman', 'name of a structure'),
    siret,
    validFrom: day(0),
    validUntil: day(300),
    documentId: await upload(planting, 'omar', 'leman', 'delegation'),
  }
  const { body } = await (await stage.as('omar')).send<Row>('POST', '/v1/delegations', delegation)
  await stage.act('ines', `/v1/delegations/${body.id}`, 'check', {
    verdict: 'refuse',
    reason: vault.word('leman', 'reason of a refused delegation'),
  })
}
