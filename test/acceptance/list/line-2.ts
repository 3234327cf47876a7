import { fixturePath, hasFixtures } from '../../support/fixtures.ts'
import { historicList, realLists, THEN, unsignedList } from '../../compatibility/real-lists.ts'
import { systemClock } from '../../../demo/trust-authority.ts'
import type { AcceptanceLine } from '../harness.ts'
import { verifyByCommand } from './whitelist-command.ts'

export const line: AcceptanceLine = {
  number: 2,
  title: 'The real lists: accepted then, expired today, unsigned and historic ones refused by name',
  async run(context) {
    if (!hasFixtures) context.skip('the folder of fixtures is not there (DRIM_FIXTURES)')
    const ask = (file: string, at: Date) =>
      verifyByCommand([
        fixturePath(`whitelists/${file}`),
        '--trust-anchor',
        fixturePath('igc-sante/ACR-EL-TEST.pem'),
        '--intermediate',
        fixturePath('igc-sante/ACI-EL-ORG-TEST.pem'),
        '--at',
        at.toISOString().replace(/\.\d+Z$/, 'Z'),
      ])
    const refused = async (file: string, at: Date, code: string, when: string) => {
      const answer = await ask(file, at)
      context.check(`${file} ${when}: ${code}`, answer.status === 1 && answer.code === code, answer.output)
    }

    for (const { file, ...known } of realLists) {
      const { status, verdict, digest, entries, signedAt, output } = await ask(file, THEN)
      context.check(
        `${file} at ${THEN.toISOString()}: accepted`,
        status === 0 && verdict === 'accepted',
        output,
      )
      if ('entries' in known)
        context.check(`${file}: ${known.entries} entries`, entries === known.entries, entries)
      if ('signedAt' in known)
        context.check(`${file}: signed ${known.signedAt}`, signedAt === known.signedAt, signedAt)
      if ('digest' in known) {
        const seen = Buffer.from(digest ?? '', 'hex').toString('base64')
        context.check(`${file}: digest ${known.digest}`, seen === known.digest, seen)
      }
      await refused(file, systemClock(), 'signer-expired', 'today')
    }
    await refused(unsignedList, THEN, 'signature-missing', 'which is not signed')
    await refused(historicList, THEN, 'historic-namespace', 'of 2024')
  },
}
