// Lucide (ISC licence), drawn on the server: a page carries the few it shows and no script.
import arrowDown from 'lucide-static/icons/arrow-down.svg?raw'
import arrowLeft from 'lucide-static/icons/arrow-left.svg?raw'
import arrowRight from 'lucide-static/icons/arrow-right.svg?raw'
import arrowUp from 'lucide-static/icons/arrow-up.svg?raw'
import arrowUpDown from 'lucide-static/icons/arrow-up-down.svg?raw'
import badgeCheck from 'lucide-static/icons/badge-check.svg?raw'
import bookOpen from 'lucide-static/icons/book-open.svg?raw'
import building2 from 'lucide-static/icons/building-2.svg?raw'
import circleAlert from 'lucide-static/icons/circle-alert.svg?raw'
import circleCheck from 'lucide-static/icons/circle-check.svg?raw'
import circleDashed from 'lucide-static/icons/circle-dashed.svg?raw'
import circleDot from 'lucide-static/icons/circle-dot.svg?raw'
import circleQuestionMark from 'lucide-static/icons/circle-question-mark.svg?raw'
import circleX from 'lucide-static/icons/circle-x.svg?raw'
import clock from 'lucide-static/icons/clock.svg?raw'
import copy from 'lucide-static/icons/copy.svg?raw'
import download from 'lucide-static/icons/download.svg?raw'
import fileCheck from 'lucide-static/icons/file-check.svg?raw'
import fileText from 'lucide-static/icons/file-text.svg?raw'
import handshake from 'lucide-static/icons/handshake.svg?raw'
import hourglass from 'lucide-static/icons/hourglass.svg?raw'
import info from 'lucide-static/icons/info.svg?raw'
import keyRound from 'lucide-static/icons/key-round.svg?raw'
import layoutDashboard from 'lucide-static/icons/layout-dashboard.svg?raw'
import link from 'lucide-static/icons/link.svg?raw'
import listChecks from 'lucide-static/icons/list-checks.svg?raw'
import logOut from 'lucide-static/icons/log-out.svg?raw'
import mail from 'lucide-static/icons/mail.svg?raw'
import minus from 'lucide-static/icons/minus.svg?raw'
import octagonPause from 'lucide-static/icons/octagon-pause.svg?raw'
import plus from 'lucide-static/icons/plus.svg?raw'
import rotateCcw from 'lucide-static/icons/rotate-ccw.svg?raw'
import scrollText from 'lucide-static/icons/scroll-text.svg?raw'
import search from 'lucide-static/icons/search.svg?raw'
import server from 'lucide-static/icons/server.svg?raw'
import shieldCheck from 'lucide-static/icons/shield-check.svg?raw'
import squarePen from 'lucide-static/icons/square-pen.svg?raw'
import stethoscope from 'lucide-static/icons/stethoscope.svg?raw'
import triangleAlert from 'lucide-static/icons/triangle-alert.svg?raw'
import upload from 'lucide-static/icons/upload.svg?raw'
import userRound from 'lucide-static/icons/user-round.svg?raw'
import users from 'lucide-static/icons/users.svg?raw'

const drawings = {
  'arrow-down': arrowDown,
  'arrow-left': arrowLeft,
  'arrow-right': arrowRight,
  'arrow-up': arrowUp,
  'arrow-up-down': arrowUpDown,
  'badge-check': badgeCheck,
  'book-open': bookOpen,
  'building-2': building2,
  'circle-alert': circleAlert,
  'circle-check': circleCheck,
  'circle-dashed': circleDashed,
  'circle-dot': circleDot,
  'circle-question-mark': circleQuestionMark,
  'circle-x': circleX,
  clock,
  copy,
  download,
  'file-check': fileCheck,
  'file-text': fileText,
  handshake,
  hourglass,
  info,
  'key-round': keyRound,
  'layout-dashboard': layoutDashboard,
  link,
  'list-checks': listChecks,
  'log-out': logOut,
  mail,
  minus,
  'octagon-pause': octagonPause,
  plus,
  'rotate-ccw': rotateCcw,
  'scroll-text': scrollText,
  search,
  server,
  'shield-check': shieldCheck,
  'square-pen': squarePen,
  stethoscope,
  'triangle-alert': triangleAlert,
  upload,
  'user-round': userRound,
  users,
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
