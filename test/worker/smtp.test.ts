import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, describe, expect, it } from 'vitest'
import { createSmtpClient, type SmtpSettings } from '../../registry-api/src/mails/smtp.client.ts'

const servers: SMTPServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise<void>((resolve) => server.close(resolve))
})

const mail = { messageId: '<1@x>', date: new Date(), to: 'a@test.example', subject: 'Objet', text: 'Bonjour' }

/** A server with TLS (a certificate of nobody's) and logins; what it took, and how. */
async function startServer(options: SMTPServerOptions = {}) {
  const taken: { isEncrypted: boolean; user: string | undefined; text: string }[] = []
  const server = new SMTPServer({
    disableReverseLookup: true,
    closeTimeout: 100,
    authMethods: ['PLAIN', 'LOGIN'],
    onAuth({ username, password }, _session, done) {
      if (username === 'registre' && password === 'a secret') done(null, { user: username })
      else done(new Error('no such login'))
    },
    onData(stream, session, done) {
      let text = ''
      stream.setEncoding('utf8').on('data', (part: string) => (text += part))
      stream.on('end', () => {
        taken.push({ isEncrypted: session.secure, user: session.user, text })
        done()
      })
    },
    ...options,
  })
  servers.push(server)
  server.on('error', () => undefined)
  const listener = server.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const { port } = listener.address() as AddressInfo
  const client = (over: Partial<SmtpSettings> = {}) =>
    createSmtpClient({
      host: '127.0.0.1',
      port,
      isTls: false,
      isLoopback: true,
      login: { user: 'registre', password: 'a secret' },
      from: { name: 'Éspace, « DRIM-M »', address: 'registre@demo.example' },
      timeoutMs: 5_000,
      ...over,
    })
  return { taken, client }
}

describe('the mail server of the registry', () => {
  it.each([
    ['STARTTLS', {}, {}],
    ['TLS from the first byte', { secure: true }, { isTls: true }],
  ])('is spoken to under %s, after a login', async (_, options, over) => {
    const { taken, client } = await startServer(options)
    expect(await client(over).send(mail)).toEqual({ is: 'sent' })
    expect(taken).toMatchObject([{ isEncrypted: true, user: 'registre' }])
  })

  it.each([
    ['STARTTLS', {}, {}],
    ['TLS from the first byte', { secure: true }, { isTls: true }],
  ])('is believed under %s only with a certificate that holds, but on loopback', async (_, options, over) => {
    const { taken, client } = await startServer(options)
    const verdict = await client({ ...over, isLoopback: false }).send(mail)
    expect(verdict).toEqual({ is: 'again', code: 'tls', isServerAway: true })
    expect(taken).toEqual([])
  })

  it('that refuses our login keeps the mails, and is named', async () => {
    const { taken, client } = await startServer()
    const verdict = await client({ login: { user: 'registre', password: 'wrong' } }).send(mail)
    expect(verdict).toEqual({ is: 'again', code: 'smtp-535', isServerAway: true })
    expect(taken).toEqual([])
  })

  it('gets one header for each name, whatever stands in the sender’s name', async () => {
    const { taken, client } = await startServer()
    await client().send({ ...mail, subject: '[DRIM-M TEST] À compléter' })
    const head = taken[0]!.text.split('\r\n\r\n')[0]!
    const names = head
      .split(/\r\n(?![ \t])/)
      .map((line) => line.split(':')[0]!.toLowerCase())
      .sort()
    expect(new Set(names).size).toBe(names.length)
    expect(names).toEqual(
      expect.arrayContaining(['from', 'to', 'subject', 'message-id', 'date', 'auto-submitted']),
    )
    expect(names).not.toContain('x-mailer')
    expect(head).toMatch(/^Message-ID: <1@x>$/im)
    expect(head).toMatch(/^Subject: =\?UTF-8\?/im)
    // Only what needs no encoding, and one way to read it.
    expect(head).toMatch(/^[\x20-\x7e\r\n\t]+$/)
  })
})
