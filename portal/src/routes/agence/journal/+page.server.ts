import { holds } from '#lib/server/desk/desk.ts'
import { deskAt, type Page, part } from '#lib/server/desk/page.ts'
import type { AuditEvent, AuditHead } from '#lib/server/desk/wire/audit.ts'
import type { PageServerLoad } from './$types'

const NAMES = ['noun', 'event', 'subject', 'actor', 'from', 'until'] as const
const SHAPES = {
  noun: /^[a-z-]{1,40}$/,
  event: /^[a-z.-]{1,64}$/,
  subject: /^.{1,64}$/,
  actor: /^.{1,64}$/,
  from: /^\d{4}-\d{2}-\d{2}$/,
  until: /^\d{4}-\d{2}-\d{2}$/,
} as const

export const load: PageServerLoad = async (event) => {
  const { api, agency } = deskAt(event.locals)
  const { searchParams } = event.url
  const typed = Object.fromEntries(NAMES.map((name) => [name, (searchParams.get(name) ?? '').trim()]))
  const mayRead = holds(agency, 'AD', 'AA')
  if (!mayRead) return { mayRead, typed, events: undefined, head: undefined }
  // What has not its form is left out: the field shows it, and the list says what was found without it.
  const good = NAMES.flatMap((name) =>
    SHAPES[name].test(typed[name] ?? '') ? [[name, typed[name]] as const] : [],
  )
  const query = Object.fromEntries(good)
  const [events, head] = await Promise.all([
    part(
      event,
      api.get<Page<AuditEvent>>('/v1/audit-events', {
        ...query,
        ...('from' in query ? { from: `${query['from']}T00:00:00Z` } : {}),
        ...('until' in query ? { until: `${query['until']}T23:59:59Z` } : {}),
        order: 'desc',
        after: searchParams.get('apres') ?? undefined,
      }),
    ),
    part(event, api.get<AuditHead>('/v1/audit-head')),
  ])
  return { mayRead, typed, events, head }
}
