import { typeset } from '#lib/typography.ts'

/** One field that the registry did not take: where (a JSON pointer into what was sent) and why. */
export interface FieldFault {
  readonly pointer: string
  readonly code: string
  readonly detail: string
}

/** A refusal of the registry, fit for the screen. */
export interface Refused {
  readonly status: number
  readonly code: string
  /** In French; ours where the registry said nothing. */
  readonly detail: string
  /** What the reader may quote; empty when the registry was not reached. */
  readonly reference: string
  readonly faults: readonly FieldFault[]
}

const UNREACHABLE = 'Le registre ne répond pas, ou pas à temps. Rien n’a été enregistré.'
const UNREADABLE = 'Le registre a répondu par quelque chose que nous ne savons pas lire.'

/** No answer at all: the code is ours, no document of the registry explains it. */
export const unreachable: Refused = {
  status: 503,
  code: 'registry-unreachable',
  detail: UNREACHABLE,
  reference: '',
  faults: [],
}

/** Reads a problem document (RFC 9457); what is none becomes a refusal that says so. */
export function refusedFrom(status: number, document: unknown): Refused {
  const fields: Readonly<Record<string, unknown>> =
    typeof document === 'object' && document !== null ? { ...document } : {}
  const text = (value: unknown): string => (typeof value === 'string' ? value : '')
  const code = text(fields['code'])
  return {
    status,
    code: /^[a-z0-9-]{1,64}$/.test(code) ? code : 'answer-unreadable',
    detail: typeset(text(fields['detail']) || UNREADABLE),
    reference: text(fields['instance'])
      .replace(/^urn:request:/, '')
      .slice(0, 64),
    faults: Array.isArray(fields['errors']) ? fields['errors'].flatMap(faultFrom) : [],
  }
}

function faultFrom(value: unknown): FieldFault[] {
  if (typeof value !== 'object' || value === null) return []
  const { pointer, code, detail } = { pointer: '', code: '', detail: '', ...value } as Record<string, unknown>
  if (typeof pointer !== 'string' || typeof code !== 'string' || typeof detail !== 'string') return []
  return [{ pointer, code, detail: typeset(detail) }]
}
