import type { IconName } from '#lib/icons.ts'
import { showable } from '#lib/foreign-text.ts'
import { toDoWords as words } from '#lib/messages/desk/to-do.ts'
import type { Waiting } from '#lib/server/desk/wire/requests.ts'
import { dayText, leftMs } from './when.ts'

/** One line to do, ready to be shown (portal.md 5.14). */
export interface ToDo {
  readonly id: string
  readonly icon: IconName
  readonly title: string
  readonly notes: readonly string[]
  readonly since: string
  readonly limit: string
  readonly isLate: boolean
  readonly needsSecond: boolean
  readonly href: string
  readonly button: string
}

const ICONS = {
  admission: 'building-2',
  commitment: 'file-text',
  delegation: 'link',
  decision: 'handshake',
} as const satisfies Record<Waiting['kind'], IconName>

/** What waits, as the agency reads it. `me` is the person who reads. */
export function agencyToDo(waiting: Waiting, me: string, now: Date): ToDo {
  const name = showable(waiting.organisation.displayName ?? '')
  const isDecision = waiting.kind === 'decision'
  const title =
    waiting.kind === 'decision'
      ? words.acts.decision(waiting.label, name)
      : words.acts[waiting.kind](name === '' ? words.unnamed : name)
  return {
    ...common(waiting, now),
    title,
    notes: [
      ...(isDecision && waiting.isMine ? [words.yours] : []),
      ...(waiting.claimedBy === null
        ? []
        : [
            waiting.claimedBy.id === me
              ? words.claimedByYou
              : words.claimedBy(showable(waiting.claimedBy.name ?? '')),
          ]),
    ],
    href: agencyAddress(waiting),
    button: buttonOf(waiting, me),
  }
}

/** What waits, as the organisation reads it. */
export function partyToDo(waiting: Waiting, now: Date): ToDo {
  const isTheirs = waiting.turn === 'party'
  const texts = isTheirs ? words.partyActs : words.partyWaits
  const text = texts[waiting.kind]
  const title =
    typeof text === 'string' ? text : text(waiting.kind === 'admission' ? waiting.state : waiting.label)
  return {
    ...common(waiting, now),
    title,
    notes: [],
    href: partyAddress(waiting),
    button: isTheirs ? words.buttons.complete : words.buttons.see,
  }
}

function common(waiting: Waiting, now: Date) {
  return {
    id: `${waiting.kind}-${waiting.id}`,
    icon: ICONS[waiting.kind],
    since: waiting.since,
    limit: dayText(waiting.dueAt),
    isLate: (leftMs(waiting.dueAt, now) ?? 0) < 0,
    needsSecond: waiting.needsSecondPerson,
  }
}

function buttonOf(waiting: Waiting, me: string): string {
  if (waiting.turn === 'party') return words.buttons.follow
  if (waiting.kind === 'decision') return waiting.isMine ? words.buttons.follow : words.buttons.decide
  return waiting.claimedBy !== null && waiting.claimedBy.id !== me ? words.buttons.see : words.buttons.review
}

/** Where the agency acts on it. */
export function agencyAddress({ kind, id }: Pick<Waiting, 'kind' | 'id'>): string {
  return `/agence/${{ admission: 'demandes', commitment: 'contrats', delegation: 'delegations', decision: 'decisions' }[kind]}/${id}`
}

function partyAddress({ kind, id, subject }: Waiting): string {
  if (kind === 'admission') return `/operateur/admission/${id}`
  if (kind === 'commitment') return `/operateur/contrat/${id}`
  if (kind === 'delegation') return `/operateur/delegations/${id}`
  return subject.kind === 'commitment' ? `/operateur/contrat/${subject.id}` : '/operateur'
}

/** The agency's list in its four parts, in the order in which they press. */
export function partsOf(items: readonly Waiting[], now: Date) {
  const isLate = (item: Waiting): boolean => (leftMs(item.dueAt, now) ?? 0) < 0
  const atAgency = items.filter(({ turn }) => turn !== 'party')
  const isUrgent = (item: Waiting): boolean => isLate(item) || item.state === 'to-confirm'
  return {
    now: atAgency.filter(isUrgent),
    toReview: atAgency.filter((item) => !isUrgent(item) && item.kind !== 'decision'),
    second: atAgency.filter((item) => !isUrgent(item) && item.kind === 'decision'),
    watch: items.filter(({ turn }) => turn === 'party'),
  }
}
