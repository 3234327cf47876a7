import { createHash } from 'node:crypto'
import { invitationCodes } from '../../../demo/people/invitation-codes.ts'
import type { StorySpace } from '../../support/story-space.ts'
import type { AcceptanceContext } from '../harness.ts'
import { createStage, type Row, type Stage } from './line-1-stage.ts'

const DAY_MS = 86_400_000
const NINA = 'nina@demo.example'
const NOEL = 'noel@demo.example'
const BOX = 1234

/** From a stranger's sign-in to the end of a contract, months later: list, mails and audit at each step. */
export async function tellTheStory(context: AcceptanceContext, space: StorySpace): Promise<void> {
  const stage = createStage(context, space)
  await stage.seatTheAgency()
  await stage.newEvents()
  // A list must never be empty: another organisation has a line from the first day on.
  await registerBox(space, 'DEMO Téléimagerie Ouest', 9_001)
  await stage.expectListed('at first')
  const organisationId = await admission(context, stage, space)
  await signatory(context, stage, space, organisationId)
  await text(stage, space, '1.0')
  const first = await contract(context, stage, organisationId, 'signed for the first time')
  await registerBox(space, 'Clinique Story', BOX)
  await stage.expectListed('active', BOX)
  await trouble(stage, first)
  const second = await recommitment(context, stage, space, organisationId, first)
  await theEnd(context, stage, space, second)
}

async function admission(context: AcceptanceContext, stage: Stage, space: StorySpace): Promise<string> {
  const nina = await stage.as('nina')
  const opened = (await nina.send<Row>('POST', '/v1/admissions', { displayName: 'Clinique Story' })).body
  const path = `/v1/admissions/${opened.id}`
  const early = await stage.refusal(() => stage.act('nina', path, 'submit'))
  context.check('an incomplete admission is not taken', early === 'admission-incomplete', early)
  await stage.change('nina', path, {
    kinds: [space.space === 'TEST' ? 'vendor' : 'operator'],
    legalName: 'Clinique Story SAS',
    siren: '000104489',
    siretSeat: '00010448900018',
    structureIdentifier: '300010448900018',
    signatory: { name: 'Noël Nadeau', quality: 'Président' },
    supportMailbox: 'support@story.example',
    supportPhone: '+33199000001',
    securityPhone: '+33199000002',
    securityMailbox: 'securite@story.example',
    dpoMailbox: 'dpo@story.example',
    technicalMailbox: 'technique@story.example',
    plannedDrimboxes: 1,
    hostsForOthers: false,
  })
  await givePieces(stage, path)
  await stage.act('nina', path, 'submit')
  await stage.expectEvents('submitted', 'admission.opened', 'admission.submitted', 'document.uploaded')
  await stage.expectMail('submitted', NINA, 'Demande reçue')
  await stage.act('ines', path, 'claim')
  await stage.act('ines', path, 'ask-pieces', {
    missing: ['Un pouvoir signé de la main du président'],
    motive: 'La signature ne se lit pas.',
  })
  await stage.expectMail('asked for pieces', NINA, 'À compléter')
  await givePieces(stage, path)
  await stage.act('nina', path, 'submit')
  await stage.act('ines', path, 'claim')
  for (const { kind } of askedPieces(await stage.read('ines', path))) {
    const { version } = await stage.read('ines', path)
    await (
      await stage.as('ines')
    ).send('POST', `${path}/pieces/${kind}/verdict`, { verdict: 'good' }, `"v${version}"`)
  }
  await stage.actByTwo(path, 'accept', {})
  const accepted = await stage.read('nina', path)
  context.check('the admission is accepted', accepted.state === 'accepted', accepted.state)
  await stage.expectEvents(
    'accepted',
    'admission.claimed',
    'admission.pieces-asked',
    'decision.proposed',
    'decision.approved',
    'admission.accepted',
    'organisation.admitted',
    'membership.begun',
    'commitment.opened',
  )
  await stage.expectListed('admitted, not yet bound')
  return (accepted['organisation'] as { id: string }).id
}

interface Piece {
  readonly kind: string
  readonly isAsked: boolean
  readonly needsDocument: boolean
}

function askedPieces(admission: Row): readonly Piece[] {
  return (admission['pieces'] as readonly Piece[]).filter(({ isAsked }) => isAsked)
}

async function givePieces(stage: Stage, path: string): Promise<void> {
  const nina = await stage.as('nina')
  for (const { kind, needsDocument } of askedPieces(await stage.read('nina', path))) {
    if (!needsDocument) continue
    const { id } = await stage.upload('nina', 'admission-piece')
    const { version } = await stage.read('nina', path)
    await nina.send('PUT', `${path}/pieces/${kind}`, { documentId: id }, `"v${version}"`)
  }
}

/** Nobody gives themselves a role (S7): the administrator invites who signs; whom no SIREN vouches for, AA confirms. */
async function signatory(
  context: AcceptanceContext,
  stage: Stage,
  space: StorySpace,
  organisationId: string,
): Promise<void> {
  const codeOfMail = await invitationCodes(space.mailbox.url).next(NOEL)
  await (
    await stage.as('nina')
  ).send('POST', '/v1/invitations', { organisationId, roles: ['OS'], name: 'Noël Nadeau', mail: NOEL })
  const noel = await stage.as('noel')
  await noel.send('POST', '/v1/invitations/accept', { code: await codeOfMail() })
  await noel.enrol('clé de Noël')
  const members = await stage.list('anne', `/v1/memberships?organisation=${organisationId}`)
  const waiting = members.find(({ state }) => state === 'invited')
  context.check('whom no SIREN vouches for waits for a second administrator', waiting !== undefined, members)
  if (waiting === undefined) return
  await (
    await stage.as('anne')
  ).send('POST', `/v1/memberships/${waiting.id}/confirm`, {}, `"v${waiting.version}"`)
  await stage.expectEvents('a signatory', 'invitation.created', 'invitation.accepted', 'membership.confirmed')
}

async function text(stage: Stage, space: StorySpace, label: string, recommitBy?: string): Promise<void> {
  const ines = await stage.as('ines')
  const { body } = await ines.send<Row>('POST', '/v1/reference-documents', {
    code: kindHere(space),
    label,
    title: `Le texte, version ${label}`,
    inForceOn: today(),
    sha256: createHash('sha256').update(label).digest('hex'),
    ...(recommitBy === undefined ? {} : { recommitBy }),
  })
  const { body: decision } = await ines.send<Row>(
    'POST',
    `/v1/reference-documents/${body.id}/publish`,
    {},
    `"v${body.version}"`,
  )
  await stage.act('denise', `/v1/decisions/${decision.id}`, 'approve')
}

const kindHere = ({ space }: StorySpace) => (space === 'TEST' ? 'test-agreement' : 'integration-contract')
/** The day in Paris. */
const today = (days = 0) =>
  new Date(Date.now() + days * DAY_MS).toLocaleDateString('sv-SE', { timeZone: 'Europe/Paris' })

/** The open draft of the organisation, all the way to active. */
async function contract(
  context: AcceptanceContext,
  stage: Stage,
  organisationId: string,
  step: string,
): Promise<string> {
  const all = await stage.list('noel', `/v1/commitments?organisation=${organisationId}`)
  const draft = all.find(({ state }) => state === 'draft')
  if (draft === undefined) throw new Error(`no draft: ${JSON.stringify(all)}`)
  const path = `/v1/commitments/${draft.id}`
  const texts = await stage.list('noel', '/v1/reference-documents?state=official')
  const official = texts[0]!
  const [file, power] = [await stage.upload('noel', 'commitment'), await stage.upload('noel', 'power')]
  await stage.change('noel', path, {
    referenceDocumentId: official.id,
    signatories: [{ name: 'Noël Nadeau', quality: 'Président', powerDocumentId: power.id }],
    effectiveOn: today(),
    documentId: file.id,
  })
  await stage.act('noel', path, 'submit', { readVersion: official['label'] })
  await stage.act('ines', path, 'claim')
  const other = await stage.refusal(() =>
    stage.act('ines', path, 'countersign', { fileSha256: '0'.repeat(64) }),
  )
  context.check(`${step}: not by who has read another file`, other === 'document-changed', other)
  await stage.actByTwo(path, 'countersign', { fileSha256: file.sha256 })
  await stage.waitFor('noel', path, 'active')
  await stage.expectEvents(step, 'commitment.submitted', 'commitment.countersigned', 'commitment.activated')
  await stage.expectMail(step, NINA, 'Accord')
  return draft.id
}

async function registerBox(space: StorySpace, name: string, number: number): Promise<void> {
  const { items } = await space.operations.get<{ items: { id: string; displayName: string }[] }>(
    `/v1/organisations?q=${encodeURIComponent(name)}`,
  )
  const wadoHost = `db${number}.${space.zone}`
  await space.operations.post('/v1/drimboxes', {
    operatorId: items.find(({ displayName }) => displayName === name)?.id,
    number,
    wadoHost,
    viewerHost: `vi${number}.${space.zone}`,
    certificateDn: `CN=${wadoHost},OU=300010448900018,O=CLINIQUE ${number},ST=Paris (75),C=FR`,
    supportContact: 'support@story.example',
  })
}

/** Frozen, out, and back by the way it went. */
async function trouble(stage: Stage, id: string): Promise<void> {
  const path = `/v1/commitments/${id}`
  const ground = { reason: 'Le contact 24 h ne répond plus.', clause: 'article 7' }
  await stage.actByTwo(path, 'freeze', { ...ground, urgency: 'Des incidents se répètent chaque nuit.' })
  await stage.waitFor('noel', path, 'frozen')
  await stage.expectEvents('frozen', 'decision.approved', 'commitment.frozen')
  await stage.expectMail('frozen', NINA, 'Gel')
  await stage.expectListed('frozen', BOX)

  await stage.actByTwo(path, 'cut', { ...ground, as: 'mass' })
  await stage.waitFor('noel', path, 'out')
  await stage.expectEvents('out', 'commitment.cut')
  await stage.expectMail('out', NINA, 'Hors liste')
  await stage.expectListed('out')

  await stage.actByTwo(path, 'restore', { reason: 'Le contact répond de nouveau.' })
  await stage.waitFor('noel', path, 'frozen')
  await stage.actByTwo(path, 'restore', { reason: 'Une semaine sans incident.' })
  await stage.waitFor('noel', path, 'active')
  await stage.expectEvents('restored', 'commitment.restored')
  await stage.expectMail('restored', NINA, 'Accord')
  await stage.expectListed('restored', BOX)
}

async function recommitment(
  context: AcceptanceContext,
  stage: Stage,
  space: StorySpace,
  organisationId: string,
  first: string,
): Promise<string> {
  await text(stage, space, '2.0', today(60))
  const asked = (await stage.read('noel', `/v1/commitments/${first}`))['recommitment'] as {
    by: string
  } | null
  context.check('a new version asks for a new signature, by a date', asked?.by === today(60), asked)
  await (await stage.as('noel')).send('POST', '/v1/commitments', { organisationId })
  const second = await contract(context, stage, organisationId, 're-committed')
  await stage.waitFor('noel', `/v1/commitments/${first}`, 'ended')
  await stage.expectListed('re-committed', BOX)
  return second
}

async function theEnd(
  context: AcceptanceContext,
  stage: Stage,
  space: StorySpace,
  id: string,
): Promise<void> {
  const path = `/v1/commitments/${id}`
  const short = await stage.refusal(() => stage.act('noel', path, 'give-notice', { endsOn: today(30) }))
  context.check('notice is 90 days at least', short === 'notice-too-short', short)
  await stage.act('noel', path, 'give-notice', { endsOn: today(92) })
  await stage.waitFor('noel', path, 'notice')
  await stage.expectEvents('notice', 'commitment.notice-given')
  await stage.expectListed('notice', BOX)
  await space.pass(47 * DAY_MS)
  await stage.waitFor('noel', path, 'winding-down')
  await stage.expectEvents('winding down', 'commitment.wound-down')
  await stage.expectListed('winding down', BOX)
  // Whom nobody sees for 90 days falls asleep.
  for (const login of ['anne', 'ines', 'denise', 'nina']) await stage.as(login)
  await space.pass(60 * DAY_MS)
  await stage.expectListed('past its last day, which removes nothing by itself', BOX)
  await stage.actByTwo(path, 'end', { reason: 'Le préavis est passé.' })
  await stage.waitFor('noel', path, 'ended')
  await stage.expectEvents('ended', 'commitment.ended', 'drimbox.withdrawn')
  await stage.expectMail('ended', NINA, 'Retrait')
  await stage.expectListed('ended')
}
