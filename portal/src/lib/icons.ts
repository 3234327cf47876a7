// Lucide (ISC licence), drawn on the server: a page carries the few it shows and no script.
import arrowDown from 'lucide-static/icons/arrow-down.svg?raw'
import arrowLeft from 'lucide-static/icons/arrow-left.svg?raw'
import arrowRight from 'lucide-static/icons/arrow-right.svg?raw'
import arrowUp from 'lucide-static/icons/arrow-up.svg?raw'
import arrowUpDown from 'lucide-static/icons/arrow-up-down.svg?raw'
import badgeCheck from 'lucide-static/icons/badge-check.svg?raw'
import bookOpen from 'lucide-static/icons/book-open.svg?raw'
import circleAlert from 'lucide-static/icons/circle-alert.svg?raw'
import circleCheck from 'lucide-static/icons/circle-check.svg?raw'
import circleQuestionMark from 'lucide-static/icons/circle-question-mark.svg?raw'
import clock from 'lucide-static/icons/clock.svg?raw'
import copy from 'lucide-static/icons/copy.svg?raw'
import download from 'lucide-static/icons/download.svg?raw'
import info from 'lucide-static/icons/info.svg?raw'
import minus from 'lucide-static/icons/minus.svg?raw'
import plus from 'lucide-static/icons/plus.svg?raw'
import rotateCcw from 'lucide-static/icons/rotate-ccw.svg?raw'
import search from 'lucide-static/icons/search.svg?raw'
import server from 'lucide-static/icons/server.svg?raw'
import stethoscope from 'lucide-static/icons/stethoscope.svg?raw'
import triangleAlert from 'lucide-static/icons/triangle-alert.svg?raw'

const drawings = {
  'arrow-down': arrowDown,
  'arrow-left': arrowLeft,
  'arrow-right': arrowRight,
  'arrow-up': arrowUp,
  'arrow-up-down': arrowUpDown,
  'badge-check': badgeCheck,
  'book-open': bookOpen,
  'circle-alert': circleAlert,
  'circle-check': circleCheck,
  'circle-question-mark': circleQuestionMark,
  clock,
  copy,
  download,
  info,
  minus,
  plus,
  'rotate-ccw': rotateCcw,
  search,
  server,
  stethoscope,
  'triangle-alert': triangleAlert,
} as const

export type IconName = keyof typeof drawings

/** What stands inside the `<svg>` of each icon: constant text of the build, never of a request. */
export const strokes = Object.fromEntries(
  Object.entries(drawings).map(([name, svg]) => [name, inside(svg)]),
) as Record<IconName, string>

function inside(svg: string): string {
  const opening = svg.indexOf('>', svg.indexOf('<svg'))
  return svg
    .slice(opening + 1, svg.lastIndexOf('</svg>'))
    .replace(/\s*\n\s*/g, '')
    .replaceAll(' />', '/>')
}
