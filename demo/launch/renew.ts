import type { Clock } from '../clock.ts'
import { loadAuthority } from '../trust-authority.ts'
import { renewCertificateFile, renewCrls } from '../trust-authority/renewal.ts'
import { demoBoxes } from '../world.ts'
import { StartFault } from './fault.ts'
import type { Layout } from './layout.ts'

/**
 * Part of every start: CRLs signed afresh, certificates that near their end renewed, so that a demo taken up again a
 * month later works (decisions 65). Throws StartFault `data-directory-damaged` naming the file that is missing.
 */
export async function renewTrustMaterial(
  layout: Layout,
  clock: Clock,
  say: (text: string) => void,
): Promise<void> {
  try {
    const { directory } = layout.authority
    const authority = await loadAuthority(directory, clock)
    await renewCrls(authority, directory)
    const files = [
      layout.signer.certificateFile,
      ...demoBoxes.map(({ number }) => layout.box(number).certificateFile),
    ]
    for (const file of files) {
      if (await renewCertificateFile(authority, file, clock)) say(`certificate renewed: ${file}`)
    }
  } catch (error) {
    throw new StartFault(
      'data-directory-damaged',
      `the authority of the demo cannot be opened (${error instanceof Error ? error.message : String(error)}): put the file back from a copy, or empty the demo with npm run reset.`,
    )
  }
}
