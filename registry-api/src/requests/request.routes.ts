import { createRoute, type z } from '@hono/zod-openapi'
import { isAgency } from '../db/principal.ts'
import { wordsOf } from '../decisions/decision.words.ts'
import { signedIn } from '../http/authentication.ts'
import { nounApp } from '../http/environment.ts'
import { toPage } from '../http/pages.ts'
import { CREDENTIALS } from '../http/openapi.ts'
import { refusals } from '../http/problem.ts'
import { assertMayRead } from '../rights/rights.rules.ts'
import type { World } from '../world.ts'
import { RequestPage, RequestQuery, type RequestJson } from './request.api.ts'
import { cursorOf, positionOf } from './request.cursor.ts'
import { listRequests, type RequestView } from './request.queries.ts'

const list = createRoute({
  middleware: signedIn,
  security: CREDENTIALS.any,
  tags: ['requests'],
  method: 'get',
  path: '/v1/requests',
  summary: 'What waits, and for whom: the to-do list of the agency, or what a party is waited for',
  request: { query: RequestQuery },
  responses: {
    200: {
      description: 'A page, the most urgent first',
      content: { 'application/json': { schema: RequestPage } },
    },
    ...refusals(401, 403, 422),
  },
})

export function requestRoutes(world: World) {
  return nounApp().openapi(list, async (c) => {
    const { after, dueBefore, ...query } = c.req.valid('query')
    const { principal } = c.var
    if (principal.kind === 'key') assertMayRead(principal, 'org.read')
    const filter = {
      ...query,
      dueBefore: dueBefore === undefined ? undefined : new Date(dueBefore),
      after: after === undefined ? undefined : positionOf(after),
    }
    const sees = { decisions: isAgency(principal) || principal.kind === 'operations' }
    const rows = await world.inTransaction(principal, (tx) => listRequests(tx, filter, sees), {
      readOnly: true,
      planOnce: true,
    })
    return c.json(toPage(rows, query.limit, cursorOf, toJson), 200)
  })
}

const LABELS = {
  admission: 'une demande d’admission',
  commitment: 'un contrat',
  delegation: 'une délégation',
} as const

/** What time has made due, and changes nothing by itself. */
const RINGS: Readonly<Record<string, string>> = {
  'end-passed': 'un contrat dont le terme est passé',
  recommitment: 'un contrat à signer dans sa nouvelle version',
  'held-back': 'un contrat signé, retenu par une mesure contre le précédent',
  'import-not-adopted': 'un exploitant repris de la liste, sans contrat',
  ended: 'une délégation terminée, à renouveler',
}

function labelOf(view: RequestView): string {
  if (view.kind === 'decision') return wordsOf(view.subjectKind, view.event ?? '')
  return RINGS[view.event ?? ''] ?? LABELS[view.kind]
}

function toJson(view: RequestView): z.infer<typeof RequestJson> {
  return {
    kind: view.kind,
    id: view.id,
    state: view.state,
    label: labelOf(view),
    subject: { kind: view.subjectKind, id: view.subjectId },
    class: view.class,
    event: view.event,
    organisation: { id: view.organisationId, displayName: view.organisationName },
    turn: view.turn,
    claimedBy: view.claimedBy === null ? null : { id: view.claimedBy, name: view.claimedByName },
    needsSecondPerson: view.kind === 'decision' && view.turn !== 'party',
    isMine: view.isMine,
    since: view.since.toISOString(),
    dueAt: view.dueAt.toISOString(),
  }
}
