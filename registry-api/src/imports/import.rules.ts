import type { Entry } from '@trust-space/whitelist/format'
import type { FieldFault } from '../errors.ts'

/**
 * What keeps lines of a verified list out of the registry, for every line that has it: a repeated number (a real
 * signed list has six lines all numbered 1), a host name on two DRIMboxes. A number serves
 * one DRIMbox for ever, so no line of a repeated one may win over the others.
 */
export function faultsOfLines(entries: readonly Entry[]): FieldFault[] {
  const byNumber = Map.groupBy(entries, ({ number }) => number)
  const holders = new Map<string, Set<number>>()
  for (const [line, entry] of entries.entries()) {
    for (const host of hostsOf(entry)) {
      const lines = holders.get(host) ?? new Set()
      holders.set(host, lines.add(line))
    }
  }
  return entries.flatMap((entry, line) => {
    const faults: FieldFault[] = []
    const fault = (field: string, code: string, detail: string) =>
      faults.push({ pointer: `/lines/${line}/${field}`, code, detail: `line ${line + 1}: ${detail}` })
    const alike = byNumber.get(entry.number)!.length
    if (alike > 1) fault('number', 'number-repeated', `number ${entry.number} stands on ${alike} lines`)
    for (const host of hostsOf(entry)) {
      if (holders.get(host)!.size > 1) fault('host', 'host-repeated', `${host} stands on several lines`)
    }
    return faults
  })
}

// What a mailbox of a person looks like; a role mailbox is asked for on new lines (decisions 36).
const PERSONAL = /^[a-z]+[.-][a-z]+@|^[a-z]\.[a-z]+@/i

/** What an import takes as it is, and somebody should mend. */
export function warningsOfLines(entries: readonly Entry[]): { code: string; detail: string }[] {
  return entries.flatMap((entry) =>
    PERSONAL.test(entry.supportContact.trim())
      ? [
          {
            code: 'support-contact-personal',
            detail: `number ${entry.number}: the support contact looks like a person’s mailbox`,
          },
        ]
      : [],
  )
}

function hostsOf({ wadoHost, viewerHost }: Entry): string[] {
  return [...new Set([wadoHost, viewerHost].filter((host) => host !== '').map((host) => host.toLowerCase()))]
}
