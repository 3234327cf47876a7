import type postgres from 'postgres'

export interface CommitmentRow {
  readonly id: string
  readonly version: number
  readonly state: string
  readonly resumeTo: string | null
  readonly textId: string | null
  readonly fileSha256: string | null
  readonly effectiveOn: string | null
  readonly endsOn: string | null
  readonly noticeGivenAt: string | null
  readonly outSince: string | null
  readonly signedAt: string | null
  readonly waitingSince: string
  readonly submittedBy: string | null
}
export interface BoxRow {
  readonly id: string
  readonly version: number
  readonly number: number
  readonly state: string
  readonly level: string | null
}
export interface DecisionRow {
  readonly id: string
  readonly version: number
  readonly class: string
  readonly event: string
  readonly state: string
  readonly subjectId: string
  readonly subjectVersion: number
  readonly payload: Readonly<Record<string, unknown>>
  /** Lines that come or go, as both persons see them: `101 db101.…`. */
  readonly shownLines: readonly string[] | null
  readonly observationsUntil: string | null
  readonly expiresAt: string | null
}
export interface ActRow {
  readonly decisionId: string
  readonly personId: string
  readonly verdict: string
  readonly stepUpId: string | null
}
export interface EventRow {
  readonly seq: number
  readonly event: string
  readonly subjectKind: string
  readonly subjectId: string
  readonly from: string | null
  readonly to: string | null
  readonly actor: string
}

/** All there is of one organisation, as its rows say; read by the database's owner, past every rule of the code. */
export interface Snapshot {
  readonly commitments: readonly CommitmentRow[]
  readonly boxes: readonly BoxRow[]
  readonly decisions: readonly DecisionRow[]
  readonly acts: readonly ActRow[]
  /** Numbers of its lines on the next list, by the view. */
  readonly lines: readonly number[]
  readonly burnt: readonly number[]
  /** Last event of the audit, and those since the snapshot before. */
  readonly seq: number
  readonly events: readonly EventRow[]
  /** The official text. */
  readonly textId: string | null
}

export async function takeSnapshot(
  sql: postgres.Sql,
  organisationId: string,
  since: number,
): Promise<Snapshot> {
  const [row] = await sql<{ snapshot: Snapshot }[]>`
    WITH box AS (SELECT * FROM drimbox WHERE organisation_id = ${organisationId}),
         made AS (SELECT * FROM decision WHERE organisation_id = ${organisationId})
    SELECT json_build_object(
      'commitments', (SELECT coalesce(json_agg(json_build_object('id', id, 'version', version, 'state', state,
          'resumeTo', resume_to, 'textId', reference_document_id, 'fileSha256', file_sha256, 'effectiveOn', effective_on,
          'endsOn', ends_on, 'noticeGivenAt', notice_given_at, 'outSince', out_since, 'submittedBy', submitted_by,
          'signedAt', signed_at, 'waitingSince', waiting_since)
          ORDER BY id), '[]') FROM commitment WHERE organisation_id = ${organisationId}),
      'boxes', (SELECT coalesce(json_agg(json_build_object('id', id, 'version', version, 'number', number,
          'state', state, 'level', suspension_level) ORDER BY number), '[]') FROM box),
      'decisions', (SELECT coalesce(json_agg(json_build_object('id', id, 'version', version, 'class', class,
          'event', event, 'state', state, 'subjectId', subject_id, 'subjectVersion', subject_version, 'payload', payload,
          'shownLines', shown -> 'effect' -> 'lines',
          'observationsUntil', observations_until, 'expiresAt', expires_at) ORDER BY id), '[]') FROM made),
      'acts', (SELECT coalesce(json_agg(json_build_object('decisionId', decision_id, 'personId', person_id,
          'verdict', verdict, 'stepUpId', step_up_id)), '[]')
          FROM decision_act WHERE decision_id IN (SELECT id FROM made)),
      'lines', (SELECT coalesce(json_agg(listed_line.number ORDER BY listed_line.number), '[]')
          FROM listed_line JOIN box ON box.id = drimbox_id),
      'burnt', (SELECT coalesce(json_agg(drimbox_number.number ORDER BY drimbox_number.number), '[]')
          FROM drimbox_number JOIN box ON box.id = drimbox_id WHERE act = 'burnt'),
      'seq', (SELECT coalesce(max(seq), 0) FROM audit_event),
      'events', (SELECT coalesce(json_agg(json_build_object('seq', seq, 'event', event, 'subjectKind', subject_kind,
          'subjectId', subject_id, 'from', from_state, 'to', to_state, 'actor', actor_id) ORDER BY seq), '[]')
          FROM audit_event WHERE seq > ${since}),
      'textId', (SELECT id FROM reference_document WHERE code = 'test-agreement' AND state = 'official')
    ) AS snapshot`
  return row!.snapshot
}
