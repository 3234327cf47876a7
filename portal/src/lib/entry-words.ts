import { instantOf, shortDate } from './dates.ts'
import { showable } from './foreign-text.ts'

/** « vi175 » where the viewer stands in the same zone as the images, else its whole name. */
export function viewerLabel(entry: { readonly wadoHost: string; readonly viewerHost: string }): string {
  const zone = entry.wadoHost.slice(entry.wadoHost.indexOf('.'))
  const short = entry.viewerHost.slice(0, entry.viewerHost.length - zone.length)
  const isSameZone =
    zone.length > 1 && entry.viewerHost.endsWith(zone) && short !== '' && !short.includes('.')
  return isSameZone ? short : entry.viewerHost
}

/** The day an entry was added; what is no date is shown as the list has it. */
export function addedDate(addedAt: string): string {
  const instant = instantOf(addedAt)
  return instant === undefined ? showable(addedAt) : shortDate(instant)
}
