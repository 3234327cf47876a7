import { instantOf } from '#lib/dates.ts'
import { CallFailure } from './readings.ts'

// The types come from the registry at build time; these look at what really arrived. A registry of another
// version must give « nous ne pouvons pas lire », not a broken page.

/** Fields whose names the registry's types know and whose values have not been looked at yet. */
export type Fields<T> = { readonly [Name in keyof T]?: unknown }

function fault(path: string, wanted: string): never {
  throw new CallFailure('unreadable', `${path} is not ${wanted}`)
}

export function object<T>(value: unknown, path: string): Fields<T> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) fault(path, 'an object')
  return value
}

export function list<T>(
  value: unknown,
  path: string,
  item: (value: unknown, path: string) => T,
): readonly T[] {
  if (!Array.isArray(value)) fault(path, 'a list')
  return value.map((element, index) => item(element, `${path}[${index}]`))
}

export function text(value: unknown, path: string): string {
  if (typeof value !== 'string') fault(path, 'a text')
  return value
}

/** A count or number: a safe integer, never negative. */
export function count(value: unknown, path: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) fault(path, 'a count')
  return value
}

export function instant(value: unknown, path: string): Date {
  return instantOf(text(value, path)) ?? fault(path, 'an RFC 3339 time')
}

/** A lower-case SHA-256: shown for comparison, so nothing else may stand there. */
export function sha256(value: unknown, path: string): string {
  const digits = text(value, path)
  return /^[0-9a-f]{64}$/.test(digits) ? digits : fault(path, 'a SHA-256')
}

/** The value, or undefined where the registry left it out or said null. */
export function optional<T>(
  value: unknown,
  path: string,
  read: (value: unknown, path: string) => T,
): T | undefined {
  return value === undefined || value === null ? undefined : read(value, path)
}
