import { createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSmtpClient } from '../../registry-api/src/mails/smtp.client.ts'
import { MINUTE_MS } from '../support/clock.ts'
import { createMailStage, type MailStage } from '../support/mail-stage.ts'

let stage: MailStage
beforeEach(async () => {
  stage = await createMailStage()
})
afterEach(() => stage.end())

const toAddress = (address: string, dedupeKey = address) => ({
  template: 'key-half-life' as const,
  recipient: { kind: 'address' as const, address },
  values: { id: 'drim_4f2a', date: stage.clock.now() },
  dedupeKey,
})
const addresses = () =>
  stage.mailbox
    .mails()
    .flatMap(({ to }) => to)
    .sort()
const mails = () => stage.people.sql`SELECT * FROM mail`

describe('a mail', () => {
  it('is written down with what it tells, or not at all', async () => {
    await expect(
      stage.world.inTransaction({ kind: 'system', id: 'test', memberships: [] }, async (tx) => {
        const { sendMail } = await import('../../registry-api/src/mails/send-mail.ts')
        await sendMail(tx, toAddress('a@test.example'))
        throw new Error('undone')
      }),
    ).rejects.toThrow('undone')
    expect(await mails()).toHaveLength(0)
  })

  it('is the same mail when it is asked for again under its key, also by ten at once', async () => {
    await Promise.all(Array.from({ length: 10 }, () => stage.send(toAddress('a@test.example', 'one'))))
    await stage.send(toAddress('b@test.example', 'one'))
    await stage.round()
    await stage.round()
    expect(addresses()).toEqual(['a@test.example'])
  })

  it('arrives as it was written, from the service, and says that a machine wrote it', async () => {
    await stage.send({
      template: 'M2',
      recipient: { kind: 'address', address: 'a@test.example' },
      values: { liste: ['pièce'], motif: 'fin\r\n.\r\nRCPT TO:<x@y>\r\nBcc: x@y' },
      dedupeKey: 'hostile',
    })
    await stage.round()
    const [mail] = stage.mailbox.mails()
    expect(mail).toMatchObject({
      from: 'registre@demo.example',
      to: ['a@test.example'],
      subject: '[DRIM-M TEST] À compléter',
    })
    expect(mail?.text).toContain('« fin . RCPT TO:<x@y> Bcc: x@y »')
    expect(mail?.messageId).toMatch(/^<[0-9a-f-]{36}@demo\.example>$/)
  })

  it('may be written by whoever acts, to people whom the writer may not see', async () => {
    const { people } = stage
    const own = await people.organisation({ name: 'Own' })
    const other = await people.organisation({ name: 'Other' })
    const otto = await people.person('Otto', [{ organisation: own, roles: ['OT'] }])
    await people.person('Denise', [{ organisation: 'agency', roles: ['AD'] }])
    const principal = {
      kind: 'person' as const,
      id: otto.id,
      personId: otto.id,
      memberships: [{ id: own, organisationId: own, isAgency: false, roles: ['OT' as const] }],
    }
    const mail = { ...toAddress('', 'crossing'), recipient: { kind: 'role' as const, role: 'AD' as const } }
    await stage.send(mail, principal)
    await stage.send(mail, principal)
    await stage.round()
    expect(addresses()).toHaveLength(1)
    expect(addresses()[0]).toMatch(/^denise-/)
    // Another organisation's desk is not the writer's to put anything on.
    const stranger = {
      ...mail,
      recipient: { kind: 'organisation' as const, id: other },
      dedupeKey: 'stranger',
    }
    await expect(stage.send(stranger, principal)).rejects.toThrow()
  })
})

describe('the recipients', () => {
  it('of an organisation are its active administrators and its proven contact, each address once', async () => {
    const { people, clock } = stage
    const organisation = await people.organisation({ name: 'Imagerie du Léman' })
    const other = await people.organisation({ name: 'Téléimagerie Ouest' })
    for (const [name, roles] of [
      ['Olga', ['OA', 'OS']],
      ['Omar', ['OT']],
      ['Asleep', ['OA']],
      ['Ended', ['OA']],
      ['Past', ['OA']],
      ['Future', ['OA']],
    ] as const) {
      const { id } = await people.person(name, [{ organisation, roles }])
      if (name === 'Asleep') await people.sql`UPDATE person SET state = 'asleep' WHERE id = ${id}`
      if (name === 'Ended') await people.sql`UPDATE membership SET state = 'ended' WHERE person_id = ${id}`
      if (name === 'Past')
        await people.sql`UPDATE membership SET valid_until = ${clock.now()} WHERE person_id = ${id}`
      if (name === 'Future')
        await people.sql`UPDATE membership SET valid_from = ${new Date(clock.now().getTime() + 1)} WHERE person_id = ${id}`
    }
    await people.person('Otto', [{ organisation: other, roles: ['OA'] }])
    await people.sql`UPDATE person SET mail = 'Olga@test.example' WHERE name = 'Olga'`
    const contact = (id: string, kind: string, mailbox: string, verified: Date | null) => people.sql`
      INSERT INTO contact ${people.sql({ id, version: 1, organisation_id: organisation, kind, mailbox, verified_at: verified, created_at: clock.now(), updated_at: clock.now() })}`
    await contact('01970000-0000-7000-8000-000000000001', 'admin', 'OLGA@TEST.example', clock.now())
    await contact('01970000-0000-7000-8000-000000000002', 'support', 'support@test.example', clock.now())
    const mail = { ...toAddress('', 'first'), recipient: { kind: 'organisation' as const, id: organisation } }
    await stage.send(mail)
    await stage.round()
    expect(addresses()).toEqual(['olga@test.example'])

    await people.sql`UPDATE contact SET mailbox = 'direction@test.example' WHERE kind = 'admin'`
    await stage.send({ ...mail, dedupeKey: 'second' })
    await stage.round()
    expect(addresses()).toEqual(['direction@test.example', 'olga@test.example', 'olga@test.example'])

    await people.sql`UPDATE contact SET verified_at = NULL WHERE kind = 'admin'`
    await stage.send({ ...mail, dedupeKey: 'third' })
    await stage.round()
    expect(addresses().filter((address) => address === 'direction@test.example')).toHaveLength(1)
  })

  it('of a role are everybody at the agency who has it, and nobody else who is called so', async () => {
    const { people } = stage
    await people.person('Ines', [{ organisation: 'agency', roles: ['AI'] }])
    await people.person('Igor', [{ organisation: 'agency', roles: ['AR', 'AI'] }])
    await people.person('Denise', [{ organisation: 'agency', roles: ['AD'] }])
    await stage.send({ ...toAddress('', 'role'), recipient: { kind: 'role', role: 'AI' } })
    await stage.round()
    expect(addresses().map((address) => address.split('-')[0])).toEqual(['igor', 'ines'])
  })

  it('are nobody for a person who left, which is shown', async () => {
    const { id } = await stage.people.person('Gone')
    await stage.people.sql`UPDATE person SET state = 'left' WHERE id = ${id}`
    await stage.send({ ...toAddress('', 'gone'), recipient: { kind: 'person', id } })
    await stage.round()
    expect((await mails())[0]).toMatchObject({ state: 'nobody' })
    expect(addresses()).toEqual([])
  })

  it('are never an address that would say something else to a mail server', async () => {
    for (const address of ['a@b.example\r\nRCPT TO:<x@y>', 'a@b.example, c@d.example', '<a@b.example>'])
      await stage.send(toAddress(address))
    await stage.round()
    expect(addresses()).toEqual([])
    expect((await stage.deliveries()).map(({ state, last_error_code: code }) => [state, code])).toEqual(
      Array.from({ length: 3 }, () => ['refused', 'address-invalid']),
    )
  })
})

describe('a delivery', () => {
  it('waits while the server is away, longer each time, and arrives when it is back', async () => {
    await stage.mailbox.behave({ kind: 'down' })
    await stage.send(toAddress('a@test.example'))
    expect(await stage.round()).toEqual({ sent: 0, isServerAway: true })
    const [first] = await stage.deliveries()
    expect(first).toMatchObject({ state: 'waiting', attempts: 1, last_error_code: 'unreachable' })
    expect(first!.next_attempt_at.getTime() - stage.clock.now().getTime()).toBe(MINUTE_MS)
    expect(await stage.round()).toEqual({ sent: 0, isServerAway: undefined })
    stage.clock.advance(MINUTE_MS)
    await stage.round()
    const [second] = await stage.deliveries()
    expect(second!.next_attempt_at.getTime() - stage.clock.now().getTime()).toBe(2 * MINUTE_MS)
    await stage.mailbox.behave({ kind: 'normal' })
    stage.clock.advance(2 * MINUTE_MS)
    expect(await stage.round()).toEqual({ sent: 1, isServerAway: false })
    expect(addresses()).toEqual(['a@test.example'])
    expect((await stage.deliveries())[0]!.history.map(({ code }) => code)).toEqual([
      'unreachable',
      'unreachable',
      'sent',
    ])
  })

  it('is given up after its last attempt, and holds up no other', async () => {
    await stage.mailbox.behave({ kind: 'refusing', code: 451, at: 'recipient', recipient: 'a@test.example' })
    await stage.send(toAddress('a@test.example'))
    await stage.send(toAddress('b@test.example'))
    for (let round = 0; round < 5; round += 1) {
      await stage.round()
      stage.clock.advance(60 * MINUTE_MS)
    }
    expect(addresses()).toEqual(['b@test.example'])
    expect(await stage.deliveries()).toMatchObject([
      { address: 'a@test.example', state: 'failed', attempts: 3, last_error_code: 'smtp-451' },
      { address: 'b@test.example', state: 'sent', attempts: 1 },
    ])
  })

  it.each(['recipient', 'content'] as const)(
    'is given up at once when the %s is refused for good',
    async (at) => {
      await stage.mailbox.behave({ kind: 'refusing', code: 550, at, recipient: 'a@test.example' })
      await stage.send(toAddress('a@test.example'))
      await stage.round()
      expect(await stage.deliveries()).toMatchObject([
        { state: 'refused', attempts: 1, last_error_code: 'smtp-550' },
      ])
    },
  )

  it.each(['connect', 'sender'] as const)('is kept when it is we who are refused (%s)', async (at) => {
    await stage.mailbox.behave({ kind: 'refusing', code: 554, at })
    await stage.send(toAddress('a@test.example'))
    expect(await stage.round()).toMatchObject({ isServerAway: true })
    expect(await stage.deliveries()).toMatchObject([{ state: 'waiting', last_error_code: 'smtp-554' }])
  })

  it('is sent again under the same Message-ID when nobody knows whether it was taken', async () => {
    await stage.mailbox.behave({ kind: 'forgetful' })
    await stage.send(toAddress('a@test.example'))
    await stage.round()
    expect((await stage.deliveries())[0]).toMatchObject({ state: 'waiting', attempts: 1 })
    await stage.mailbox.behave({ kind: 'normal' })
    stage.clock.advance(MINUTE_MS)
    await stage.round()
    expect(stage.mailbox.mails()).toMatchObject([{ to: ['a@test.example'], duplicates: 1 }])
  })

  it('comes back from a worker that died, once its claim has run out, and not before', async () => {
    await stage.send(toAddress('a@test.example'))
    // It never comes back from the network: as good as dead.
    void stage.round({ smtp: { send: () => new Promise(() => undefined) }, lanes: 1 })
    await expect.poll(async () => (await stage.deliveries())[0]?.claimed_until).toBeTruthy()
    expect(await stage.round()).toMatchObject({ sent: 0 })
    stage.clock.advance(stage.deps.leaseMs)
    expect(await stage.round()).toMatchObject({ sent: 1 })
    expect((await stage.deliveries())[0]).toMatchObject({ state: 'sent', attempts: 2 })
  })

  it('that was sent stays sent, when a worker that was thought dead fails it afterwards', async () => {
    await stage.send(toAddress('a@test.example'))
    let fail = () => {}
    const late = stage.round({
      lanes: 1,
      smtp: {
        send: () => new Promise((resolve) => (fail = () => resolve({ is: 'refused', code: 'smtp-550' }))),
      },
    })
    await expect.poll(async () => (await stage.deliveries())[0]?.claimed_until).toBeTruthy()
    stage.clock.advance(stage.deps.leaseMs)
    await stage.round()
    fail()
    await late
    expect(await stage.deliveries()).toMatchObject([{ state: 'sent', last_error_code: null }])
  })

  it('is made by one of many workers', async () => {
    for (let at = 0; at < 60; at += 1) await stage.send(toAddress(`a${at}@test.example`))
    const rounds = await Promise.all(Array.from({ length: 4 }, () => stage.round({ lanes: 2 })))
    expect(rounds.reduce((sum, { sent }) => sum + sent, 0)).toBe(60)
    expect(stage.mailbox.mails()).toHaveLength(60)
    expect(stage.mailbox.mails().every(({ duplicates }) => duplicates === 0)).toBe(true)
  })
})

describe('an attempt', () => {
  const settings = {
    host: '127.0.0.1',
    isTls: false,
    isLoopback: true,
    login: undefined,
    from: { name: 'Registre', address: 'registre@demo.example' },
  }
  const mail = { messageId: '<1@x>', date: new Date(), to: 'a@test.example', subject: 's', text: 't' }

  const hostileServers: readonly {
    readonly name: string
    readonly behave: (write: (text: string) => void) => void
    readonly code?: string
  }[] = [
    { name: 'says nothing', behave: () => undefined, code: 'timeout' },
    {
      name: 'says one letter at a time',
      behave: (write) => void setInterval(() => write('2'), 50).unref(),
      code: 'timeout',
    },
    { name: 'speaks something else', behave: (write) => write('HTTP/1.1 400\r\n\r\n') },
  ]

  it.each(hostileServers)('ends in time with a server that $name', async ({ behave, code }) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined)
      behave((text) => {
        if (!socket.destroyed) socket.write(text)
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    const begun = performance.now()
    const verdict = await createSmtpClient({ ...settings, port, timeoutMs: 600 }).send(mail)
    expect(performance.now() - begun).toBeLessThan(2_000)
    expect(verdict).toMatchObject({ is: 'again', ...(code === undefined ? {} : { code }) })
    server.close()
  })

  it('never speaks plainly to another machine', async () => {
    const { smtpPort: port } = stage.mailbox
    // The same server, as if it were far away: it offers no STARTTLS.
    const verdict = await createSmtpClient({ ...settings, port, isLoopback: false, timeoutMs: 2_000 }).send(
      mail,
    )
    expect(verdict).toMatchObject({ is: 'again', code: 'tls' })
    expect(addresses()).toEqual([])
  })

  it('is never made inside a transaction', async () => {
    const client = createSmtpClient({ ...settings, port: stage.mailbox.smtpPort, timeoutMs: 2_000 })
    await expect(
      stage.world.inTransaction({ kind: 'system', id: 'test', memberships: [] }, () => client.send(mail)),
    ).rejects.toThrow(/inside a database transaction/)
  })
})

describe('a code in a mail', () => {
  const invitation = () => ({
    template: 'M11' as const,
    recipient: { kind: 'address' as const, address: 'a@test.example' },
    values: { nom: 'Olga', role: 'technicien', organisme: 'X', code: 'abcd-EFGH', date: stage.clock.now() },
    dedupeKey: 'invitation',
  })
  const bodies = async () => (await mails()).map(({ body }) => String(body))

  it('reaches its reader, and is no longer in the database once all have it', async () => {
    await stage.send(invitation())
    expect((await bodies())[0]).toContain('abcd-EFGH')
    await stage.round()
    expect(stage.mailbox.mails()[0]?.text).toContain('Votre code : abcd-EFGH')
    expect((await bodies())[0]).toMatch(/Votre code : •+/)
  })

  it('is erased after eight days where it never left', async () => {
    const { eraseOldSecrets } = await import('../../registry-api/src/mails/erase-old-secrets.ts')
    await stage.mailbox.behave({ kind: 'down' })
    await stage.send(invitation())
    await stage.round()
    stage.clock.advance(7 * 24 * 60 * MINUTE_MS)
    expect(await eraseOldSecrets(stage.world)).toBe(0)
    expect((await bodies())[0]).toContain('abcd-EFGH')
    stage.clock.advance(25 * 60 * MINUTE_MS)
    expect(await eraseOldSecrets(stage.world)).toBe(1)
    expect((await bodies())[0]).not.toContain('abcd-EFGH')
    expect(await eraseOldSecrets(stage.world)).toBe(0)
  })
})
