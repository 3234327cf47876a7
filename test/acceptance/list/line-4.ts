import { join } from 'node:path'
import { verificationCodes } from '@trust-space/whitelist'
import { askAll } from '../../hostile-lists/ask-command.ts'
import { buildHostileLists, hostileCases } from '../../hostile-lists/cases.ts'
import { makeKit, type Kit } from '../../hostile-lists/kit.ts'
import { inProcessVerifier } from '../../hostile-lists/verify-in-process.ts'
import { writeKit } from '../../hostile-lists/write-kit.ts'
import { hasXmlsec1, xmlsec1Verify } from '../../support/xmlsec1.ts'
import { hammer } from '../../whitelist/hammer.ts'
import type { AcceptanceContext, AcceptanceLine } from '../harness.ts'
import { WHITELIST_COMMAND } from './whitelist-command.ts'

const MUTATIONS = 20_000
/** Any other would do; written down so that a failure can be made again. */
const FIRST_SEED = 1_000_000

export const line: AcceptanceLine = {
  number: 4,
  title: 'Hostile lists refused with their codes, random mutations never accepted with other entries',
  async run(context) {
    const kit = await makeKit()
    await inProcess(context, kit)
    await byCommand(context, kit)
    await byOracle(context, kit)
    await mutations(context)
  },
}

async function inProcess(context: AcceptanceContext, kit: Kit): Promise<void> {
  const verify = inProcessVerifier(kit)
  const wrong: string[] = []
  let count = 0
  for (const { id, bytes, circumstances, case: one } of buildHostileLists(kit)) {
    count += 1
    const { verdict, code } = await verify(bytes, circumstances)
    if (verdict !== 'refused' || code !== one.code)
      wrong.push(`${id}: ${verdict} ${code ?? ''}, due ${one.code}`)
  }
  const codes = new Set(hostileCases.map(({ code }) => code))
  const missing = verificationCodes.filter((code) => !codes.has(code))
  context.figure('hostile cases', hostileCases.length)
  context.figure('hostile lists, both profiles', count)
  context.figure('codes', `${codes.size} of ${verificationCodes.length}`)
  context.check('at least 40 hostile lists', hostileCases.length >= 40)
  context.check('one or more of every code', missing.length === 0, missing)
  context.check('each refused with its code, in process', wrong.length === 0, wrong)
}

async function byCommand(context: AcceptanceContext, kit: Kit): Promise<void> {
  const directory = join(context.directory, 'kit')
  const manifest = await writeKit(kit, directory)
  context.say(`${manifest.lists.length} lists through the command, honest ones among them`)
  const wrong: string[] = []
  await askAll(WHITELIST_COMMAND, directory, manifest, ({ id, expected }, { verdict, code, output }) => {
    if (verdict !== expected.verdict || code !== expected.code) wrong.push(`${id}: ${output}`)
  })
  context.check('each judged rightly by the command, honest lists accepted', wrong.length === 0, wrong)
}

/** Shows that the lists are hostile: a verifier of cryptography alone takes more than half of them. */
async function byOracle(context: AcceptanceContext, kit: Kit): Promise<void> {
  if (!(await hasXmlsec1())) {
    context.say('xmlsec1 is not installed: not asked what it would accept')
    return
  }
  const trust = { root: kit.authority.root, intermediates: [kit.authority.issuers.lists.certificate] }
  const wrong: string[] = []
  let accepted = 0
  for (const { id, bytes, circumstances, case: one } of buildHostileLists(kit)) {
    if (one.xmlsec1 === undefined) continue
    const { accepts } = await xmlsec1Verify(bytes, { ...trust, at: circumstances.at })
    if (accepts) accepted += 1
    if (accepts !== (one.xmlsec1 === 'accepts')) wrong.push(id)
  }
  context.figure('hostile lists that xmlsec1 accepts', accepted)
  context.check('xmlsec1 accepts and refuses what the cases say', wrong.length === 0, wrong)
}

async function mutations(context: AcceptanceContext): Promise<void> {
  context.say(`${MUTATIONS} random mutations, seeds from ${FIRST_SEED}`)
  const { refused, acceptedUnchanged, faults, codes } = await hammer(MUTATIONS, FIRST_SEED)
  context.figure('mutants refused', refused)
  context.figure('mutants accepted with the very content of an original', acceptedUnchanged)
  context.figure('codes seen', Object.keys(codes).length)
  context.check(`${MUTATIONS} mutants judged`, refused + acceptedUnchanged + faults.length === MUTATIONS)
  context.check(
    'none accepted with other entries, none without an answer',
    faults.length === 0,
    faults.slice(0, 5),
  )
}
