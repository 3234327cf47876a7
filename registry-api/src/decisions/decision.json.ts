import type { z } from '@hono/zod-openapi'
import { isAgency, type Principal } from '../db/principal.ts'
import type { DecisionJson } from './decision.api.ts'
import type { DecisionView } from './decision.queries.ts'
import type { RecordedClass } from './classes.ts'
import { wordsOf } from './decision.words.ts'

/** A decision as this reader may see it: the acts and what was shown are the agency's (procedures 1). */
export function decisionJson(view: DecisionView, reader: Principal): z.infer<typeof DecisionJson> {
  const { decision, shown, organisation, acts } = view
  const isForAgency = isAgency(reader) || reader.kind === 'operations'
  const time = (at: Date | null) => at?.toISOString() ?? null
  return {
    id: decision.id,
    version: decision.version,
    class: decision.class as RecordedClass,
    state: decision.state,
    subject: { kind: decision.subjectKind, id: decision.subjectId, version: decision.subjectVersion },
    event: decision.event,
    label: wordsOf(decision.subjectKind, decision.event),
    organisation,
    proposedBy: isForAgency ? (acts.find(({ verdict }) => verdict === 'propose')?.person ?? null) : null,
    isMine: decision.proposedBy === reader.personId,
    // An adverse measure tells the party its facts, so that it can answer them; other grounds are the agency's.
    reason: isForAgency || decision.class === 'adverse' ? decision.reason : null,
    clause: isForAgency || decision.class === 'adverse' ? decision.clause : null,
    digest: decision.digest,
    shown: isForAgency ? { ...shown } : null,
    effect: shown.effect === null ? null : { added: shown.effect.added, removed: shown.effect.removed },
    acts: isForAgency ? acts.map((act) => ({ ...act, at: act.at.toISOString() })) : [],
    observationsUntil: time(decision.observationsUntil),
    expiresAt: time(decision.expiresAt),
    confirmBy: time(decision.confirmBy),
    decidedAt: time(decision.decidedAt),
    createdAt: decision.createdAt.toISOString(),
    updatedAt: decision.updatedAt.toISOString(),
  }
}
