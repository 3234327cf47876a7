import { commitmentActs as words } from '#lib/messages/desk/commitment-acts.ts'
import { commitmentEvent } from '#lib/server/desk/commitments.ts'
import { holds } from '#lib/server/desk/desk.ts'
import { filled, textOf } from '#lib/server/desk/fields.ts'
import { deskAt, type Page, part, theThing } from '#lib/server/desk/page.ts'
import type { Commitment } from '#lib/server/desk/wire/commitments.ts'
import type { Decision } from '#lib/server/desk/wire/decisions.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { api, agency } = deskAt(event.locals)
  const { id } = event.params
  const [{ value: commitment }, decisions] = await Promise.all([
    theThing(event, api.get<Commitment>(`/v1/commitments/${id}`)),
    part(event, api.get<Page<Decision>>('/v1/decisions', { subject: id })),
  ])
  const open = decisions.ok
    ? decisions.value.items.find(({ state }) => ['proposed', 'observations', 'to-confirm'].includes(state))
    : undefined
  return {
    commitment,
    open,
    may: {
      review: holds(agency, 'AI', 'AD'),
      cut: holds(agency, 'AS', 'AI', 'AD'),
      isOnCall: holds(agency, 'AS'),
    },
  }
}

const linesIn = (form: FormData): number => Number(textOf(form, 'lignes')) || 0

export const actions: Actions = {
  claim: async (event) =>
    commitmentEvent(event, await event.request.formData(), {
      name: 'claim',
      title: words.claim,
      json: {},
      done: 'prise',
    }),
  return: async (event) => {
    const form = await event.request.formData()
    const json = { reason: textOf(form, 'reason') }
    return commitmentEvent(event, form, { name: 'return', title: words.giveBack, json, done: 'rendu' })
  },
  countersign: async (event) => {
    const form = await event.request.formData()
    return commitmentEvent(event, form, {
      name: 'countersign',
      title: words.countersign,
      effect: words.countersignEffect,
      json: {
        fileSha256: textOf(form, 'fileSha256').replaceAll(/\s/g, '').toLowerCase(),
        reason: filled(form, 'reason'),
      },
      done: 'propose',
    })
  },
  freeze: async (event) => {
    const form = await event.request.formData()
    return commitmentEvent(event, form, {
      name: 'freeze',
      title: words.freeze,
      effect: words.freezeEffect(linesIn(form)),
      json: {
        reason: textOf(form, 'reason'),
        clause: textOf(form, 'clause'),
        urgency: filled(form, 'urgency'),
      },
      done: 'propose',
    })
  },
  cut: async (event) => {
    const form = await event.request.formData()
    return commitmentEvent(event, form, {
      name: 'cut',
      title: words.cut,
      effect: words.cutEffect(linesIn(form)),
      json: { reason: textOf(form, 'reason'), clause: filled(form, 'clause'), as: filled(form, 'as') },
      done: 'coupe',
    })
  },
  restore: async (event) => {
    const form = await event.request.formData()
    return commitmentEvent(event, form, {
      name: 'restore',
      title: words.restore,
      effect: words.restoreEffect(linesIn(form)),
      json: { reason: textOf(form, 'reason'), controlProven: form.has('controlProven.oui') },
      done: 'propose',
    })
  },
  notice: async (event) => {
    const form = await event.request.formData()
    return commitmentEvent(event, form, {
      name: 'give-notice',
      title: words.agencyNotice,
      effect: words.noticeEffect(linesIn(form)),
      json: {
        endsOn: textOf(form, 'endsOn'),
        reason: filled(form, 'reason'),
        clause: filled(form, 'clause'),
        urgency: filled(form, 'urgency'),
      },
      done: 'propose',
    })
  },
  end: async (event) => {
    const form = await event.request.formData()
    return commitmentEvent(event, form, {
      name: 'end',
      title: words.end,
      effect: words.endEffect(linesIn(form)),
      json: { reason: textOf(form, 'reason'), clause: filled(form, 'clause') },
      done: 'propose',
    })
  },
}
