import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock } from '../clock.ts'
import { isForLoopback, markup, sendPage } from '../page.ts'
import { mailList, oneMail } from './mail-pages.ts'
import { openMailStore, type MailStore, type StoredMail } from './mail-store.ts'
import { startSmtp, type Behaviour } from './smtp.ts'

export interface MailboxOptions {
  /** 0 lets the system choose. Both listen on 127.0.0.1. */
  readonly smtpPort: number
  readonly httpPort: number
  readonly clock: Clock
  /** Where mails are kept over a restart; default: in memory. */
  readonly directory?: string
  readonly behaviour?: Behaviour
  readonly mailsMax?: number
}

export interface Mailbox {
  readonly smtpPort: number
  readonly httpPort: number
  readonly smtpUrl: string
  readonly url: string
  /** Newest first. */
  mails(to?: string): readonly StoredMail[]
  behave(behaviour: Behaviour): Promise<void>
  stop(): Promise<void>
}

const TITLE = 'Courriers de la démonstration'

/**
 * Starts the mailbox of the demo: an SMTP server for whatever the registry sends, and a page that shows it; `/mails.json`
 * (`?to=`) for programs. Throws if a port is taken.
 */
export async function startMailbox(options: MailboxOptions): Promise<Mailbox> {
  const store = openMailStore(options.directory, options.mailsMax)
  const { clock, behaviour } = options
  const smtp = await startSmtp({
    port: options.smtpPort,
    store,
    clock,
    ...(behaviour === undefined ? {} : { behaviour }),
  })
  const http = createServer((request, response) => {
    try {
      answer(store, request, response)
    } catch (error) {
      console.error('mailbox: cannot answer', error)
      if (!response.headersSent) response.writeHead(500)
      response.end()
    }
  })
  try {
    await new Promise<void>((done, failed) => {
      http.once('error', failed)
      http.listen(options.httpPort, '127.0.0.1', done)
    })
  } catch (error) {
    await smtp.stop()
    throw error
  }
  const { port } = http.address() as AddressInfo
  return {
    get smtpPort() {
      return smtp.port
    },
    httpPort: port,
    get smtpUrl() {
      return `smtp://127.0.0.1:${smtp.port}`
    },
    url: `http://localhost:${port}`,
    mails: (to) => store.find(to),
    behave: (next) => smtp.behave(next),
    async stop() {
      http.closeAllConnections()
      await Promise.all([smtp.stop(), new Promise((done) => http.close(done))])
    },
  }
}

function answer(store: MailStore, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const to = url.searchParams.get('to') ?? ''
  if (url.pathname === '/healthz') response.writeHead(200, { 'content-type': 'text/plain' }).end('ok\n')
  else if (!isForLoopback(request)) response.writeHead(421).end()
  else if (request.method !== 'GET' && request.method !== 'HEAD')
    response.writeHead(405, { allow: 'GET, HEAD' }).end()
  else if (url.pathname === '/') sendPage(response, 200, TITLE, mailList(store.find(to), to))
  else if (url.pathname === '/mails.json') {
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    response.end(JSON.stringify({ items: store.find(to) }))
  } else {
    const mail = store.byId(Number(/^\/mails\/(\d{1,9})$/.exec(url.pathname)?.[1] ?? 0))
    if (mail)
      sendPage(response, 200, mail.subject === '' ? 'Courrier sans objet' : mail.subject, oneMail(mail))
    else
      sendPage(
        response,
        404,
        'Courrier inconnu',
        markup`<p>Ce courrier n’existe pas, ou n’est plus gardé. <a href="/">Tous les courriers</a></p>`,
      )
  }
}
