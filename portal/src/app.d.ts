import type { Theme } from '#lib/theme.ts'

declare global {
  namespace App {
    interface Error {
      status: number
      message: string
      /** Reference that the reader can quote and that stands in the log. */
      id?: string
      /** What was looked for, where the error page can say more than « this page ». */
      kind?: 'publication' | undefined
    }
    interface Locals {
      theme: Theme
      /** Of this answer alone; the script that carries it runs, no other. */
      nonce: string
      /** Set by a page that could say nothing of what it was asked: the answer then is 503. */
      nothingKnown?: boolean
    }
  }
}
