import type { Desk } from '#lib/server/desk/desk.ts'
import type { Refused } from '#lib/server/desk/refused.ts'
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
      /** Of the registry's refusal, where that is what failed. */
      code?: string
    }
    interface PageData {
      /** Set by the layouts of the desks, which bring their own frame. */
      shell?: 'desk'
    }
    interface Locals {
      theme: Theme
      /** Of this answer alone; the script that carries it runs, no other. */
      nonce: string
      /** Set by a page that could say nothing of what it was asked: the answer then is 503. */
      nothingKnown?: boolean
      /** The browser showed a session; whether it is one is not known yet. */
      hasSession?: boolean
      /** Who is signed in, on the pages of the desks. */
      desk?: Desk
      /** Why nobody could be found at a desk although a session was shown. */
      deskFailure?: Refused
      /** Never to be kept anywhere, not even for the way back. */
      isPersonal?: boolean
      /** Another origin that a form of this page leads to, by redirect: the identity provider. */
      formTarget?: string
    }
  }
}
