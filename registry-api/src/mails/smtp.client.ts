import { createTransport } from 'nodemailer'
import { assertOutsideTransaction } from '../db/transaction.ts'
import { verdictOf, type SmtpFault, type Verdict } from './delivery.rules.ts'

export interface SmtpSettings {
  readonly host: string
  readonly port: number
  /** TLS from the first byte; otherwise STARTTLS. */
  readonly isTls: boolean
  /** The server is on this machine: TLS may be missing there, and there alone. */
  readonly isLoopback: boolean
  readonly login: { readonly user: string; readonly password: string } | undefined
  readonly from: { readonly name: string; readonly address: string }
  /** One attempt, all in all. */
  readonly timeoutMs: number
}

export interface OutgoingMail {
  /** The same at each attempt: whoever gets it twice can tell. */
  readonly messageId: string
  readonly date: Date
  readonly to: string
  readonly subject: string
  readonly text: string
}

export interface Smtp {
  /** One attempt; what goes wrong is an answer, never an error. */
  send(mail: OutgoingMail): Promise<Verdict>
}

/** Speaks to one SMTP server, a connection for each mail. */
export function createSmtpClient(settings: SmtpSettings): Smtp {
  const { host, port, isTls, isLoopback, login, from, timeoutMs } = settings
  const transport = createTransport({
    host,
    port,
    secure: isTls,
    requireTLS: !isTls && !isLoopback,
    // A certificate for `localhost` is nobody's business; any other must be good.
    tls: { rejectUnauthorized: !isLoopback },
    ...(login === undefined ? {} : { auth: { user: login.user, pass: login.password } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send({ messageId, date, to, subject, text }) {
      assertOutsideTransaction('SMTP')
      try {
        await transport.sendMail({
          from,
          to: { name: '', address: to },
          envelope: { from: from.address, to },
          subject,
          text,
          messageId,
          date,
          headers: {
            'Auto-Submitted': 'auto-generated',
            'X-Auto-Response-Suppress': 'All',
            'Content-Language': 'fr',
          },
          // Every step has its own limit above; a server that is slow at each would add them up.
          signal: AbortSignal.timeout(timeoutMs),
        })
        return { is: 'sent' }
      } catch (error) {
        return verdictOf(faultOf(error))
      }
    },
  }
}

// How Node and OpenSSL call a certificate, or a handshake, that they do not accept.
const OF_TLS =
  /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|INVALID_CA|HOSTNAME_MISMATCH|ERR_TLS_|ERR_SSL_|EPROTO)/

function faultOf(error: unknown): SmtpFault {
  const { code, originalCode, responseCode, command } = error as Readonly<Record<string, unknown>>
  const isOfTls = typeof originalCode === 'string' && OF_TLS.test(originalCode)
  return {
    code: isOfTls ? 'ETLS' : typeof code === 'string' ? code : undefined,
    responseCode: typeof responseCode === 'number' ? responseCode : undefined,
    command: typeof command === 'string' ? command : undefined,
  }
}
