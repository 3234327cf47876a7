import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startRegistryProcesses, type RegistryProcesses } from '../../support/registry-processes.ts'
import { execute } from '../../support/test-database.ts'
import type { AcceptanceContext } from '../harness.ts'
import { rechain } from '../../support/rechain.ts'

/**
 * The half of line 4 that is about the audit: a superuser, with every lock of the database switched off, changes rows;
 * `drim-registry audit verify` names what was done, against heads kept outside.
 */
export async function tamperWithTheAudit(context: AcceptanceContext): Promise<void> {
  const registry = await startRegistryProcesses({ directory: context.directory })
  try {
    await makeEvents(registry, 20)
    const heads = join(context.directory, 'heads.jsonl')
    const lines = [await headNow(registry)]
    await makeEvents(registry, 20)
    lines.push(await headNow(registry))
    await writeFile(heads, lines.map((head) => `${JSON.stringify(head)}\n`).join(''))
    await makeEvents(registry, 3)
    const verify = async () => {
      const { code, output } = await registry.command(['audit', 'verify', '--heads', heads, '--json'])
      return {
        code,
        report: JSON.parse(output.split('\n').find((line) => line.startsWith('{')) ?? '{}') as Report,
      }
    }

    const whole = await verify()
    context.figure('events', whole.report.events)
    context.check('a whole chain holds', whole.code === 0 && whole.report.faults.length === 0, whole.report)
    context.check(
      'what is younger than the last head is said to be unprovable',
      whole.report.unprovable > 0 && whole.report.provenUpTo === lines[1]!.seq,
      whole.report,
    )

    const owner = (statement: string) => execute(registry.superuserUrl, statement)
    const tampered = async (what: string, statement: string, expected: string, undo: string) => {
      await withoutLocks(owner, statement)
      const { code, report } = await verify()
      const told = report.faults.map((fault) => `${fault.code} ${fault.seq}`)
      context.check(`${what}: ${expected}`, code === 1 && told.includes(expected), told)
      await withoutLocks(owner, undo)
    }
    await tampered(
      'an edited row is named',
      `UPDATE audit_event SET actor_id = actor_id || '!' WHERE seq = 9`,
      'event-edited 9',
      `UPDATE audit_event SET actor_id = rtrim(actor_id, '!') WHERE seq = 9`,
    )
    await tampered(
      'an edited payload is named',
      `UPDATE audit_event SET data = data || '{"x": 1}' WHERE seq = 11`,
      'event-edited 11',
      `UPDATE audit_event SET data = data - 'x' WHERE seq = 11`,
    )
    await owner('CREATE TABLE kept AS SELECT * FROM audit_event')
    const restore = 'DELETE FROM audit_event; INSERT INTO audit_event SELECT * FROM kept'
    await tampered(
      'a removed row is named',
      'DELETE FROM audit_event WHERE seq = 13',
      'event-missing 13',
      restore,
    )
    await tampered(
      'a row slipped in is named',
      `UPDATE audit_event SET seq = seq + 1000 WHERE seq >= 15; UPDATE audit_event SET seq = seq - 999 WHERE seq >= 1015;
       INSERT INTO audit_event SELECT (jsonb_populate_record(e, jsonb_build_object('seq', 15, 'id', gen_random_uuid()))).*
         FROM audit_event AS e WHERE seq = 14`,
      'event-edited 15',
      restore,
    )
    await tampered(
      'a tail that a head vouches for is missed',
      `DELETE FROM audit_event WHERE seq > ${lines[1]!.seq - 2}`,
      `tail-missing ${lines[1]!.seq - 1}`,
      restore,
    )
    await withoutLocks(owner, `UPDATE audit_event SET actor_id = 'nobody' WHERE seq = ${lines[0]!.seq + 3}`)
    await rechain(registry.superuserUrl)
    const anew = await verify()
    const told = anew.report.faults.map((fault) => `${fault.code} ${fault.seq}`)
    context.check(
      'a chain computed anew by the superuser is named by the head outside, and where it still held',
      told.includes(`rewritten ${lines[1]!.seq}`) && anew.report.provenUpTo === lines[0]!.seq,
      anew.report,
    )
  } finally {
    await registry.stop()
  }
}

interface Report {
  readonly events: number
  readonly faults: readonly { readonly seq: number; readonly code: string }[]
  readonly provenUpTo: number
  readonly unprovable: number
}

let made = 0

async function makeEvents(registry: RegistryProcesses, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    made += 1
    const name = `EXPLOITANT ${'ABCDEFGHKP'[made % 10]}${'ABCDEFGHKP'[Math.floor(made / 10)]}`
    const { status, text } = await registry.request('POST', '/v1/operators', { name })
    if (status !== 201) throw new Error(text)
  }
}

async function headNow(registry: RegistryProcesses): Promise<{ seq: number; hash: string }> {
  const { json } = await registry.request('GET', '/v1/audit-head')
  return { seq: Number(json['seq']), hash: String(json['hash']) }
}

/** As whoever owns the server can: no trigger looks. */
async function withoutLocks(
  owner: (statement: string) => Promise<unknown>,
  statement: string,
): Promise<void> {
  await owner(`SET session_replication_role = replica; ${statement}`)
}
