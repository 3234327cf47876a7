import type { z } from 'zod'
import type { FieldFault } from '../errors.ts'
import { fieldFault, fieldFaultTexts, type FieldFaultCode } from '../field-faults.ts'

type Issue = z.core.$ZodIssue
type Details = Readonly<Record<string, string | number>>

/**
 * The message of a zod check, by its code: `z.string().min(2, coded('length', { minimum: 2, maximum: 60 }))`.
 * A message of zod is one text; ours is two, so the check carries the code and the texts stand in field-faults.ts.
 */
export function coded(code: FieldFaultCode, details: Details = {}): string {
  return `@${code} ${JSON.stringify(details)}`
}

/** What a failed validation says to the caller: every fault at once, each with its pointer and both languages. */
export function faultsOf(issues: readonly Issue[], base: string): FieldFault[] {
  return issues.flatMap((issue) => {
    const pointer = base + issue.path.map((part) => `/${escapePointer(String(part))}`).join('')
    if (issue.code !== 'unrecognized_keys') return [faultOf(issue, pointer)]
    return issue.keys.map((key) =>
      fieldFault(`${pointer}/${escapePointer(key.slice(0, 64))}`, 'unknown-member'),
    )
  })
}

function faultOf(issue: Issue, pointer: string): FieldFault {
  const own = /^@([a-z-]+) (\{.*\})$/.exec(issue.message)
  if (own !== null && own[1]! in fieldFaultTexts)
    return fieldFault(pointer, own[1] as FieldFaultCode, JSON.parse(own[2]!) as Details)
  const [code, details] = ofZod(issue)
  return fieldFault(pointer, code, details)
}

function ofZod(issue: Issue): [FieldFaultCode, Details] {
  switch (issue.code) {
    case 'invalid_type':
      // zod keeps what it received only in its own message.
      if (/received undefined$/.test(issue.message)) return ['required', {}]
      return ['wrong-type', { expected: issue.expected }]
    case 'too_small':
      return [SMALL[issue.origin] ?? 'too-small', { minimum: Number(issue.minimum) }]
    case 'too_big':
      return [BIG[issue.origin] ?? 'too-large', { maximum: Number(issue.maximum) }]
    case 'invalid_value':
      return ['not-an-option', { options: issue.values.map(String).join(', ') }]
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'invalid_format':
    case 'not_multiple_of':
    case 'unrecognized_keys':
    case 'custom':
    default:
      return ['wrong-format', {}]
  }
}

const SMALL: Readonly<Record<string, FieldFaultCode>> = { string: 'too-short', array: 'too-few' }
const BIG: Readonly<Record<string, FieldFaultCode>> = { string: 'too-long', array: 'too-many' }

function escapePointer(part: string): string {
  return part.replaceAll('~', '~0').replaceAll('/', '~1')
}
