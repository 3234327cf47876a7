import { setTimeout as wait } from 'node:timers/promises'
import type { StoredMail } from '../mailbox/mail-store.ts'

const PATIENCE_MS = 30_000
const LOOK_MS = 100

/** The codes of invitations, out of the mails that the registry sends: that is the only way they travel. */
export function invitationCodes(mailbox: string, signal?: AbortSignal) {
  const mailsTo = async (mail: string): Promise<readonly StoredMail[]> => {
    const address = new URL(`/mails.json?to=${encodeURIComponent(mail)}`, mailbox)
    const response = await fetch(address, signal ? { signal } : {})
    return ((await response.json()) as { items: StoredMail[] }).items
  }
  return {
    /** To be asked before the invitation is made; settles once its mail is there. Throws if none comes. */
    async next(mail: string): Promise<() => Promise<string>> {
      const known = (await mailsTo(mail))[0]?.id ?? 0
      return async () => {
        for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_MS) {
          for (const { id, text } of await mailsTo(mail)) {
            const code = /Votre code\s*:\s*(\S+)/.exec(text)?.[1]
            if (id > known && code !== undefined) return code
          }
          await wait(LOOK_MS, undefined, signal ? { signal } : {})
        }
        throw new Error(`no mail with an invitation came to ${mail} within ${PATIENCE_MS / 1_000} s`)
      }
    },
  }
}
