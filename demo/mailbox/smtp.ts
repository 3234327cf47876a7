import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import type { Clock } from '../clock.ts'
import type { MailStore } from './mail-store.ts'

/** What the server does with a mail; anything but `normal` is for tests of who sends. */
export type Behaviour =
  | { readonly kind: 'normal' }
  /** Takes it, and says so only then. */
  | { readonly kind: 'slow'; readonly ms: number }
  | {
      readonly kind: 'refusing'
      /** 4xx: later perhaps; 5xx: never. */
      readonly code: number
      readonly at?: 'connect' | 'sender' | 'recipient' | 'content'
      /** Only who is written to at this address. */
      readonly recipient?: string
    }
  /** Takes it and hangs up before saying so: who sends cannot know. */
  | { readonly kind: 'forgetful' }
  /** Nobody listens. */
  | { readonly kind: 'down' }

export interface SmtpServer {
  readonly port: number
  behave(behaviour: Behaviour): Promise<void>
  stop(): Promise<void>
}

const MAIL_BYTES_MAX = 1_048_576
const CLOSE_WAIT_MS = 200

/** An SMTP server on loopback that puts into the store whatever is handed over, for whomever. Throws if the port is taken. */
export async function startSmtp(deps: {
  readonly port: number
  readonly store: MailStore
  readonly clock: Clock
  readonly behaviour?: Behaviour
}): Promise<SmtpServer> {
  const { store, clock } = deps
  let behaviour: Behaviour = deps.behaviour ?? { kind: 'normal' }
  let { port } = deps
  let server: SMTPServer | undefined
  const isDown = () => behaviour.kind === 'down'

  const refusal = (
    at: 'connect' | 'sender' | 'recipient' | 'content',
    recipients: readonly string[] = [],
  ) => {
    if (behaviour.kind !== 'refusing' || (behaviour.at ?? 'content') !== at) return null
    if (behaviour.recipient !== undefined && !recipients.includes(behaviour.recipient)) return null
    return Object.assign(new Error('refused, as a test asked'), { responseCode: behaviour.code })
  }
  async function take(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
    const parsed = await simpleParser(stream, { skipHtmlToText: true, skipTextToHtml: true })
    if (stream.sizeExceeded) throw Object.assign(new Error('too large'), { responseCode: 552 })
    const to = session.envelope.rcptTo.map(({ address }) => address.toLowerCase())
    const refused = refusal('content', to)
    if (refused) throw refused
    const { mailFrom } = session.envelope
    store.deliver({
      at: clock().toISOString(),
      // A mail without one is only ever itself.
      messageId: parsed.messageId ?? `<${session.id}-${session.transaction}@without.message-id>`,
      from: mailFrom === false ? '' : mailFrom.address,
      to,
      subject: parsed.subject ?? '',
      text: parsed.text ?? '',
    })
  }
  async function listen(): Promise<void> {
    const sockets = new Set<{ destroy(): void }>()
    const made = new SMTPServer({
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      size: MAIL_BYTES_MAX,
      closeTimeout: CLOSE_WAIT_MS,
      logger: false,
      onConnect: (_session, done) => done(refusal('connect')),
      onMailFrom: (_address, _session, done) => done(refusal('sender')),
      onRcptTo: ({ address }, _session, done) => done(refusal('recipient', [address.toLowerCase()])),
      onData(stream, session, done) {
        take(stream, session).then(
          async () => {
            if (behaviour.kind === 'slow') await wait(behaviour.ms)
            if (behaviour.kind === 'forgetful') for (const socket of sockets) socket.destroy()
            else done()
          },
          (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
        )
      },
    })
    // Whoever sends may hang up at any word; that is theirs to log.
    made.on('error', () => undefined)
    const net = await new Promise<AddressInfo>((ready, failed) => {
      const listener = made.listen(port, '127.0.0.1', () => ready(listener.address() as AddressInfo))
      listener.once('error', failed)
      listener.on('connection', (socket) => {
        sockets.add(socket)
        socket.once('close', () => sockets.delete(socket))
      })
    })
    // Taken again after a while of being down.
    port = net.port
    server = made
  }
  async function close(): Promise<void> {
    const closing = server
    server = undefined
    if (closing) await new Promise<void>((done) => closing.close(() => done()))
  }

  if (!isDown()) await listen()
  return {
    get port() {
      return port
    },
    async behave(next) {
      behaviour = next
      if (isDown()) await close()
      else if (server === undefined) await listen()
    },
    stop: close,
  }
}
