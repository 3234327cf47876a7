import type { AcceptanceContext, AcceptanceLine } from '../harness.ts'
import { createScene, type Scene, type Seen } from './line-7-scene.ts'

const ROUNDS = 20
const EDITS = 100
const WRITERS = 20

export const line: AcceptanceLine = {
  number: 7,
  title:
    'two reviewers at the same second, 100 edits of one row, lost updates: one wins, the others learn what changed',
  async run(context) {
    const scene = await createScene(context.directory)
    try {
      await twoReviewers(context, scene)
      await twoDeciders(context, scene)
      await oneRow(context, scene)
      await noLostUpdate(context, scene)
      await oneOpenCommitment(context, scene)
    } finally {
      await scene.stop()
    }
  },
}

const ofStatus = (answers: readonly Seen[], status: number) =>
  answers.filter((answer) => answer.status === status)

/** Late, with the version it has now and the fields that changed. */
const tellsWhatChanged = ({ json }: Seen, version: number, ...fields: string[]) =>
  json.code === 'version-stale' &&
  json.version === version &&
  fields.every((field) => json.changed?.includes(field) === true)

async function twoReviewers(context: AcceptanceContext, scene: Scene): Promise<void> {
  const ines = await scene.person('Ines', 'agency', 'AI')
  const igor = await scene.person('Igor', 'agency', 'AI')
  let won = 0
  let told = 0
  let events = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    const id = await scene.submittedAdmission()
    const path = `/v1/admissions/${id}/claim`
    const answers = await Promise.all(
      [ines, igor].map((who) => scene.call(who, 'POST', path, { body: {}, ifMatch: '"v1"' })),
    )
    won += ofStatus(answers, 200).length
    told += ofStatus(answers, 412).filter((late) => tellsWhatChanged(late, 2, 'state')).length
    events += await scene.events(id, 'admission.claimed')
    const again = await scene.call(igor, 'POST', path, { body: {}, ifMatch: '"v2"' })
    if (again.status !== 409 || again.json.code !== 'admission-wrong-state')
      context.check('a claimed admission is not claimed again', false, again)
  }
  context.figure('admissions claimed by two at the same second', ROUNDS)
  context.check('one of the two claims it, each time', won === ROUNDS && events === ROUNDS, { won, events })
  context.check('the other gets 412 with the version and what changed', told === ROUNDS, told)
}

async function twoDeciders(context: AcceptanceContext, scene: Scene): Promise<void> {
  const ines = await scene.person('Ines', 'agency', 'AI')
  const deciders = [
    await scene.person('Denise', 'agency', 'AD'),
    await scene.person('Didier', 'agency', 'AD'),
  ]
  const body = { reason: 'Files missing since May.', clause: 'article 4', urgency: 'Patients are at risk.' }
  let applied = 0
  let late = 0
  let frozen = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    const organisation = await scene.people.organisation({ name: `Frozen ${round}` })
    const commitment = await scene.commitmentOf(organisation)
    const freeze = { body, ifMatch: `"v${commitment.version}"`, stepUp: true }
    const proposed = await scene.call(ines, 'POST', `/v1/commitments/${commitment.id}/freeze`, freeze)
    const path = `/v1/decisions/${proposed.json.id}/approve`
    const answers = await Promise.all(
      deciders.map((who) => scene.call(who, 'POST', path, { body: {}, ifMatch: '"v1"', stepUp: true })),
    )
    applied += ofStatus(answers, 200).length
    late += ofStatus(answers, 412).filter((answer) => tellsWhatChanged(answer, 2, 'state')).length
    const after = await scene.commitmentOf(organisation)
    if (after.state === 'frozen' && after.version === commitment.version + 1) frozen += 1
    if ((await scene.events(commitment.id, 'commitment.frozen')) !== 1)
      context.check('a decision has its effect once', false, commitment.id)
  }
  context.check('of two deciders at the same second one decides, each time', applied === ROUNDS, applied)
  context.check('the other gets 412 with what changed', late === ROUNDS, late)
  context.check('and the effect happened once', frozen === ROUNDS, frozen)
}

async function oneRow(context: AcceptanceContext, scene: Scene): Promise<void> {
  const organisation = await scene.people.organisation({ name: 'Edited at once' })
  const olga = await scene.person('Olga', organisation, 'OA')
  const id = await scene.contactOf(organisation)
  const edit = (index: number, ifMatch?: string) =>
    scene.call(olga, 'PATCH', `/v1/contacts/${id}`, { body: { phone: phoneOf(index) }, ifMatch })
  const blind = await Promise.all(Array.from({ length: EDITS }, (_, index) => edit(index)))
  context.check(
    `${EDITS} edits that do not say what they have read: 428`,
    ofStatus(blind, 428).length === EDITS,
  )
  const answers = await Promise.all(Array.from({ length: EDITS }, (_, index) => edit(index, '"v1"')))
  const [winner, ...others] = ofStatus(answers, 200)
  const late = ofStatus(answers, 412)
  context.figure('edits of one row at once', EDITS)
  context.check(
    'one wins',
    winner !== undefined && others.length === 0,
    answers.map(({ status }) => status),
  )
  context.check(
    'the others get 412 with the version and the field that changed',
    late.length === EDITS - 1 && late.every((answer) => tellsWhatChanged(answer, 2, 'phone')),
    late[0],
  )
  const [row] = await scene.people.sql`SELECT phone, version FROM contact WHERE id = ${id}`
  context.check(
    'the row is what the winner wrote, with one event',
    row?.['phone'] === winner?.json['phone'] &&
      row?.['version'] === 2 &&
      (await scene.events(id, 'contact.changed')) === 1,
    row,
  )
}

/** Each adds one to what it has read, and tries again where somebody came first: nothing of what was added is lost. */
async function noLostUpdate(context: AcceptanceContext, scene: Scene): Promise<void> {
  const organisation = await scene.people.organisation({ name: 'Counted' })
  const olga = await scene.person('Olga', organisation, 'OA')
  const id = await scene.contactOf(organisation)
  let late = 0
  const addOne = async () => {
    for (;;) {
      const page = await scene.call(olga, 'GET', `/v1/organisations/${organisation}/contacts`)
      const [contact] = page.json['items'] as readonly { version: number; phone: string }[]
      const { status } = await scene.call(olga, 'PATCH', `/v1/contacts/${id}`, {
        body: { phone: phoneOf(Number(contact!.phone.slice(-8)) + 1) },
        ifMatch: `"v${contact!.version}"`,
      })
      if (status === 200) return
      late += 1
    }
  }
  await Promise.all(
    Array.from({ length: WRITERS }, async () => {
      for (let count = 0; count < EDITS / WRITERS; count += 1) await addOne()
    }),
  )
  const [row] = await scene.people.sql<{ phone: string }[]>`SELECT phone FROM contact WHERE id = ${id}`
  context.figure(`${EDITS} additions by ${WRITERS} writers, tries that came too late`, late)
  context.check('no update is lost', row?.phone === phoneOf(EDITS), row)
}

async function oneOpenCommitment(context: AcceptanceContext, scene: Scene): Promise<void> {
  const organisation = await scene.people.organisation({ name: 'Opened at once' })
  const olga = await scene.person('Olga', organisation, 'OS')
  const answers = await Promise.all(
    Array.from({ length: 10 }, () =>
      scene.call(olga, 'POST', '/v1/commitments', { body: { organisationId: organisation } }),
    ),
  )
  const refused = ofStatus(answers, 409).filter(({ json }) => json.code === 'commitment-already-open')
  context.check('of ten drafts at once one is opened', ofStatus(answers, 201).length === 1, answers[0])
  context.check(
    'the others get 409 commitment-already-open',
    refused.length === 9,
    answers.map(({ json }) => json.code),
  )
}

function phoneOf(index: number): string {
  return `+331${String(index).padStart(8, '0')}`
}
