import { systemClock } from './clock.ts'
import { startMailbox } from './mailbox/mailbox.ts'
import { runChild, setting } from './run-child.ts'

/** `MAILBOX_*` are handed by demo/start.ts. */
await runChild('mailbox', async (environment) => {
  const mailbox = await startMailbox({
    smtpPort: Number(setting(environment, 'MAILBOX_SMTP_PORT')),
    httpPort: Number(setting(environment, 'MAILBOX_HTTP_PORT')),
    directory: setting(environment, 'MAILBOX_DIR'),
    clock: systemClock,
  })
  console.log(`mailbox: mails handed over on ${mailbox.smtpUrl} are shown on ${mailbox.url}`)
  return mailbox
})
