import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeAside } from '../launch/write-aside.ts'

/** A mail as it is kept. */
export interface StoredMail {
  /** Grows; never given twice. */
  readonly id: number
  readonly at: string
  readonly messageId: string
  readonly from: string
  /** Who it was handed over for (envelope), lower case. */
  readonly to: readonly string[]
  readonly subject: string
  readonly text: string
  /** How often it was handed over again to somebody who had it already; a mail store shows it once all the same. */
  readonly duplicates: number
}
export type NewMail = Omit<StoredMail, 'id' | 'duplicates'>

export interface MailStore {
  /** Keeps it, or counts it as a duplicate for those who have a mail with its Message-ID. */
  deliver(mail: NewMail): StoredMail
  /** Newest first; `to` is looked for in the recipients. */
  find(to?: string): readonly StoredMail[]
  byId(id: number): StoredMail | undefined
}

const MAILS_MAX = 2_000

/**
 * Keeps the newest mails, in a file of the directory if one is given: a line for each delivery, the last line of an id
 * counts. `deliver` returns after the line is written, so that a sender is told « taken » only then.
 */
export function openMailStore(directory?: string, mailsMax = MAILS_MAX): MailStore {
  const mails = new Map<number, StoredMail>()
  const byMessageId = new Map<string, number>()
  const file = directory === undefined ? undefined : join(directory, 'mails.jsonl')
  let last = 0

  function put(mail: StoredMail): void {
    mails.set(mail.id, mail)
    byMessageId.set(mail.messageId, mail.id)
    last = Math.max(last, mail.id)
    for (const [id, oldest] of mails) {
      if (mails.size <= mailsMax) break
      mails.delete(id)
      byMessageId.delete(oldest.messageId)
    }
  }
  if (directory !== undefined && file !== undefined) {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    for (const mail of readLines(file)) put(mail)
    // What was dropped or counted up since is left out from here on.
    writeAside(file, [...mails.values()].map((mail) => `${JSON.stringify(mail)}\n`).join(''))
  }

  return {
    deliver(mail) {
      const known = mails.get(byMessageId.get(mail.messageId) ?? 0)
      const isNewTo = mail.to.filter((each) => !known?.to.includes(each))
      const stored = known
        ? {
            ...known,
            to: [...known.to, ...isNewTo],
            duplicates: known.duplicates + (mail.to.length - isNewTo.length),
          }
        : { ...mail, id: last + 1, duplicates: 0 }
      if (file !== undefined) appendFileSync(file, `${JSON.stringify(stored)}\n`, { mode: 0o600 })
      put(stored)
      return stored
    },
    find(to) {
      const wanted = to?.trim().toLowerCase() ?? ''
      return [...mails.values()]
        .filter((mail) => wanted === '' || mail.to.some((each) => each.includes(wanted)))
        .sort((a, b) => b.id - a.id)
    },
    byId: (id) => mails.get(id),
  }
}

function readLines(file: string): StoredMail[] {
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return line === '' ? [] : [JSON.parse(line) as StoredMail]
      } catch {
        return [] // cut short when its process was killed: the sender was not told that it was taken
      }
    })
}
