/** What an SMTP server, or the way to it, said of one attempt. */
export interface SmtpFault {
  /** Of the client library: EENVELOPE, ETIMEDOUT, ECONNECTION… */
  readonly code: string | undefined
  /** Of the server, where it answered. */
  readonly responseCode: number | undefined
  /** Which command it answered: `RCPT TO`, `DATA`… */
  readonly command: string | undefined
}

export type Verdict =
  | { readonly is: 'sent' }
  /** The recipient's side said no for good: it is given up, and shown. */
  | { readonly is: 'refused'; readonly code: string }
  | {
      readonly is: 'again'
      readonly code: string
      /** Nothing that is sent now would fare better. */
      readonly isServerAway: boolean
    }

/** Only a no to this recipient or this message is final; a no to ourselves (connection, login, sender) is ours to mend. */
export function verdictOf({ code, responseCode, command }: SmtpFault): Verdict {
  // A server without STARTTLS answers the asking, and that is no answer to the mail.
  if (responseCode !== undefined && code !== 'ETLS') {
    const isOfMessage = command === 'RCPT TO' || command === 'DATA'
    if (responseCode >= 500 && isOfMessage) return { is: 'refused', code: `smtp-${responseCode}` }
    return { is: 'again', code: `smtp-${responseCode}`, isServerAway: !isOfMessage || responseCode === 421 }
  }
  return { is: 'again', code: NAMES[code ?? ''] ?? 'connection-lost', isServerAway: true }
}

const NAMES: Readonly<Record<string, string>> = {
  ETIMEDOUT: 'timeout',
  EABORT: 'timeout',
  EDNS: 'unreachable',
  ECONNECTION: 'unreachable',
  ECONNREFUSED: 'unreachable',
  ESOCKET: 'unreachable',
  EAUTH: 'login-refused',
  ENOAUTH: 'login-refused',
  ETLS: 'tls',
}

export interface RetryPlan {
  readonly attemptsMax: number
  readonly firstMs: number
  readonly longestMs: number
}

/** How long to wait after the attempt of that rank: each time twice as long, give or take a quarter. */
export function pauseAfter(attempt: number, plan: RetryPlan, random: number): number {
  const pause = Math.min(plan.longestMs, plan.firstMs * 2 ** Math.min(attempt - 1, 30))
  return Math.round(pause * (0.75 + random / 2))
}

/** An address that can be written into an envelope without a second look: one mailbox, nothing that separates or quotes. */
export function isMailbox(address: string): boolean {
  return (
    address.length <= 254 && /^[^\s@<>()[\],;:\\"\p{C}]{1,64}@[^\s@<>()[\],;:\\"\p{C}]{1,253}$/u.test(address)
  )
}
