import { apiAt } from '../registry-api/cli/api.ts'
import { approveUnattended } from '../registry-api/cli/approve.ts'
import { openApprover } from '../registry-api/cli/approver.ts'
import { UsageError } from '../registry-api/cli/errors.ts'
import { readOrUsage } from '../registry-api/cli/files.ts'
import { processTerminal } from '../registry-api/cli/process-terminal.ts'
import { systemClock } from './clock.ts'

/**
 * The approver of the demonstration: `drim-registry approve --watch --unattended` as a process of its own. There is no
 * mode without approvals (decisions 22): it checks each draft as a person's tool would, says what it found, and then
 * approves it with a key that bears the mark DEMO, which no signer in mode real knows.
 */
async function main(): Promise<void> {
  const adminKey = (
    await readOrUsage('APPROVER_ADMIN_KEY_FILE', setting('APPROVER_ADMIN_KEY_FILE'))
  ).toString('utf8')
  const approver = await openApprover(
    apiAt(setting('APPROVER_API_URL'), adminKey.trim()),
    {
      keyFile: setting('APPROVER_KEY_FILE'),
      kid: setting('APPROVER_KID'),
      heldFile: setting('APPROVER_HELD_FILE'),
      whitelistUrl: setting('APPROVER_WHITELIST_URL'),
      anchorFiles: [setting('APPROVER_TRUST_ANCHOR_FILE')],
      intermediateFiles: setting('APPROVER_INTERMEDIATE_FILES').split(','),
      crlFiles: setting('APPROVER_CRL_FILES').split(','),
      signer: {
        commonName: setting('APPROVER_SIGNER_CN'),
        organizationalUnit: setting('APPROVER_SIGNER_OU'),
      },
      trustSpace: setting('APPROVER_TRUST_SPACE'),
      minutes: 15,
      reason: 'approved by the demonstration, without a person',
    },
    { clock: systemClock, terminal: processTerminal },
  )
  const stop = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop.abort())
  process.once('disconnect', () => stop.abort())
  processTerminal.print(
    `approving as ${approver.key.kid} whatever waits in ${approver.trustSpace}: a demonstration, no person looks`,
  )
  process.send?.({ type: 'ready' })
  await approveUnattended(approver, 1, stop.signal)
  if (process.connected) process.disconnect()
}

function setting(name: string): string {
  const value = process.env[name]
  if (!value) throw new UsageError(`${name} is not set`)
  return value
}

try {
  await main()
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  processTerminal.warn(`approver: ${error.message}`)
  process.exit(2)
}
