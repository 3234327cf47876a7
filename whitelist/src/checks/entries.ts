import { VerificationError } from '../errors.ts'
import type { FormatError } from '../format/errors.ts'
import type { Entry } from '../format/model.ts'
import type { Warning, WarningCode } from '../warnings.ts'

/** Format 7.28 to 7.32, `empty-list` and `entry-…`: one faulty entry refuses the whole list. */
export function assertEntries(entries: readonly Entry[], fault: FormatError | undefined): void {
  if (entries.length === 0 && !fault) throw new VerificationError('empty-list', 'the list names no DRIMbox')
  if (fault) throw new VerificationError(fault.code, fault.detail)
}

/** Format 4.9: what real signed lists have shown, and no reason to refuse them. */
export function warnOfEntries(entries: readonly Entry[], zone: string): Warning[] {
  const suffix = `.${zone.toLowerCase()}`
  const isForeign = (host: string): boolean => host !== '' && !host.toLowerCase().endsWith(suffix)
  const numbers = repeated(entries, ({ number }) => String(number))
  const viewers = repeated(entries, ({ viewerHost }) => viewerHost.toLowerCase())
  return [
    ...warning('number-repeated', numbers, ' bears a number that another DRIMbox bears'),
    ...warning(
      'viewer-empty',
      entries.filter(({ viewerHost }) => viewerHost === ''),
      ' has no vi',
    ),
    ...warning('viewer-repeated', viewers, ' has the vi of another DRIMbox'),
    ...warning(
      'zone-foreign',
      entries.filter(({ wadoHost, viewerHost }) => isForeign(wadoHost) || isForeign(viewerHost)),
      ` has a host outside ${zone}`,
    ),
  ]
}

/** One warning a kind, however long the list. */
function warning(code: WarningCode, entries: readonly Entry[], what: string): Warning[] {
  const [first, ...others] = entries
  if (!first) return []
  const more = others.length > 0 ? ` (and ${others.length} more)` : ''
  return [{ code, detail: `${first.wadoHost}${what}${more}` }]
}

/** Entries whose key another DRIMbox bears too; an overlap of two certificates of one DRIMbox is no repeat. */
function repeated(entries: readonly Entry[], keyOf: (entry: Entry) => string): Entry[] {
  const hostOfKey = new Map<string, string>()
  return entries.filter((entry) => {
    const key = keyOf(entry)
    const host = entry.wadoHost.toLowerCase()
    const first = hostOfKey.get(key)
    if (key !== '' && first === undefined) hostOfKey.set(key, host)
    return first !== undefined && first !== host
  })
}
