import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../demo/clock.ts'
import { startMailbox, type Mailbox, type MailboxOptions } from '../../demo/mailbox/mailbox.ts'
import type { StoredMail } from '../../demo/mailbox/mail-store.ts'

const mailboxes: Mailbox[] = []
afterEach(() => Promise.all(mailboxes.splice(0).map((each) => each.stop())))

const open = async (options: Partial<MailboxOptions> = {}) => {
  const mailbox = await startMailbox({ smtpPort: 0, httpPort: 0, clock: systemClock, ...options })
  mailboxes.push(mailbox)
  return mailbox
}
const send = async (mailbox: Mailbox, more: Record<string, unknown> = {}) => {
  const transport = createTransport({ url: mailbox.smtpUrl, connectionTimeout: 2_000, socketTimeout: 2_000 })
  try {
    return await transport.sendMail({
      from: 'registre@demo.example',
      to: 'olga@demo.example',
      subject: '[DRIM-M TEST] Demande reçue',
      text: 'Bonjour,\n\nVotre demande est reçue.\n',
      messageId: '<m1-1@registry>',
      ...more,
    })
  } finally {
    transport.close()
  }
}
const page = async (url: string) => {
  const response = await fetch(url)
  return { status: response.status, headers: response.headers, text: await response.text() }
}

describe('the mailbox of the demo', () => {
  it('keeps what is handed over, and gives it newest first, by recipient', async () => {
    const mailbox = await open()
    await send(mailbox)
    await send(mailbox, { messageId: '<m2@registry>', to: 'Otto@demo.example', subject: 'À compléter' })
    const { items } = (await (await fetch(`${mailbox.url}/mails.json`)).json()) as { items: StoredMail[] }
    expect(items.map(({ subject }) => subject)).toEqual(['À compléter', '[DRIM-M TEST] Demande reçue'])
    expect(items[1]).toMatchObject({
      messageId: '<m1-1@registry>',
      from: 'registre@demo.example',
      to: ['olga@demo.example'],
      text: 'Bonjour,\n\nVotre demande est reçue.\n',
      duplicates: 0,
    })
    const ofOtto = (await (await fetch(`${mailbox.url}/mails.json?to=otto@demo.example`)).json()) as {
      items: StoredMail[]
    }
    expect(ofOtto.items.map(({ to }) => to)).toEqual([['otto@demo.example']])
  })

  it('shows a mail once, however often it comes, and to each who gets it', async () => {
    const mailbox = await open()
    for (let i = 0; i < 3; i++) await send(mailbox)
    await send(mailbox, { to: 'omar@demo.example' })
    expect(mailbox.mails()).toHaveLength(1)
    expect(mailbox.mails()[0]).toMatchObject({
      to: ['olga@demo.example', 'omar@demo.example'],
      duplicates: 2,
    })
  })

  it('keeps the newest only, and all of those over a restart', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'drim-test-mailbox-'))
    try {
      const mailbox = await open({ directory, mailsMax: 3 })
      for (let i = 0; i < 5; i++) await send(mailbox, { messageId: `<${i}@registry>` })
      await send(mailbox, { messageId: '<4@registry>' })
      const before = mailbox.mails()
      expect(before.map(({ messageId }) => messageId)).toEqual([
        '<4@registry>',
        '<3@registry>',
        '<2@registry>',
      ])
      await mailbox.stop()
      const again = await open({ directory, mailsMax: 3 })
      expect(again.mails()).toEqual(before)
      await send(again, { messageId: '<5@registry>' })
      expect(again.mails()[0]?.id).toBe(before[0]!.id + 1)
    } finally {
      rmSync(directory, { recursive: true, force: true })
    }
  })

  it('shows text as text, on marked pages without script', async () => {
    const mailbox = await open()
    const hostile = '<script>alert(1)</script> & "x"'
    await send(mailbox, { subject: hostile, text: hostile })
    const list = await page(mailbox.url)
    const one = await page(`${mailbox.url}/mails/1`)
    const searched = await page(`${mailbox.url}/?to=${encodeURIComponent(`"><script>`)}`)
    for (const { status, text, headers } of [list, one, searched]) {
      expect(status).toBe(200)
      expect(text).toContain('DÉMONSTRATION')
      expect(text).toContain('<html lang="fr">')
      expect(text).not.toContain('<script')
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/)
    }
    expect(one.text).toContain('&#60;script&#62;alert(1)&#60;/script&#62; &#38; &#34;x&#34;')
    expect((await page(`${mailbox.url}/mails/2`)).status).toBe(404)
    expect((await fetch(mailbox.url, { method: 'POST' })).status).toBe(405)
  })

  it('can refuse for now, for ever, and one recipient', async () => {
    const mailbox = await open({ behaviour: { kind: 'refusing', code: 451 } })
    await expect(send(mailbox)).rejects.toMatchObject({ responseCode: 451 })
    await mailbox.behave({ kind: 'refusing', code: 550, at: 'recipient', recipient: 'omar@demo.example' })
    await expect(send(mailbox, { to: 'omar@demo.example' })).rejects.toMatchObject({ responseCode: 550 })
    expect(mailbox.mails()).toEqual([])
    await send(mailbox)
    expect(mailbox.mails()).toHaveLength(1)
    await mailbox.behave({ kind: 'refusing', code: 421, at: 'connect' })
    await expect(send(mailbox)).rejects.toMatchObject({ responseCode: 421 })
  })

  it('can be slow, hang up after it took a mail, be down, and come back on its port', async () => {
    const mailbox = await open({ behaviour: { kind: 'slow', ms: 300 } })
    const begun = performance.now()
    await send(mailbox)
    expect(performance.now() - begun).toBeGreaterThan(290)
    await mailbox.behave({ kind: 'forgetful' })
    await expect(send(mailbox, { messageId: '<lost@registry>' })).rejects.toThrow()
    expect(mailbox.mails()[0]?.messageId).toBe('<lost@registry>')
    const { smtpPort } = mailbox
    await mailbox.behave({ kind: 'down' })
    await expect(send(mailbox)).rejects.toMatchObject({ code: 'ESOCKET' })
    await mailbox.behave({ kind: 'normal' })
    expect(mailbox.smtpPort).toBe(smtpPort)
    await send(mailbox, { messageId: '<lost@registry>' })
    expect(mailbox.mails().map(({ messageId, duplicates }) => [messageId, duplicates])).toEqual([
      ['<lost@registry>', 1],
      ['<m1-1@registry>', 0],
    ])
  })
})
