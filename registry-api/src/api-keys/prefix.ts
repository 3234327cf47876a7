import { randomBytes } from 'node:crypto'

/** The public half of a key: names it in mails and logs, and finds its row. 96 bits: two are never the same. */
export function newPrefix(): string {
  return randomBytes(12).toString('hex')
}
