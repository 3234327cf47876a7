import { X509Certificate } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import { formatDistinguishedName, subjectOfCertificate } from '@trust-space/whitelist/format'
import { personas, type Persona } from '../identity-provider/personas.ts'
import { demoBoxes, wadoHostOf } from '../world.ts'
import { addressesOf, boxPorts } from './environments.ts'
import type { Layout } from './layout.ts'
import type { Ports } from './ports.ts'
import { writeAside } from './write-aside.ts'

/** What a running demo says of itself (decisions 11). Paths are absolute; `intermediateFiles[0]` issued the signer. */
export interface Ready {
  readonly pid: number
  readonly portal: string
  readonly api: string
  readonly whitelistUrl: string
  readonly trustAnchorFile: string
  readonly intermediateFiles: readonly string[]
  readonly crlFiles: readonly string[]
  readonly signerDn: string
  readonly adminKeyFile: string
  /** Issuer of the demo's sign-in, and its page. */
  readonly identityProvider: string
  /** Page of the mails; `/mails.json?to=` for programs. */
  readonly mailbox: string
  readonly softAuthenticator: string
  readonly personas: readonly Persona[]
  readonly drimboxes: readonly {
    readonly name: string
    readonly number: number
    readonly roles: readonly string[]
    readonly wadoUrl: string
    readonly viewerUrl: string | null
    readonly healthUrl: string
  }[]
}

/** Written last of all: whoever sees the file finds everything running. */
export function writeReady(layout: Layout, ports: Ports): Ready {
  const at = addressesOf(ports)
  const ready: Ready = {
    pid: process.pid,
    portal: at.portal,
    api: at.api,
    whitelistUrl: at.whitelist,
    trustAnchorFile: layout.authority.rootFile,
    intermediateFiles: [layout.authority.listsFile, layout.authority.serversFile],
    crlFiles: layout.authority.crlFiles,
    signerDn: subjectOf(layout.signer.certificateFile),
    adminKeyFile: layout.registry.adminKeyFile,
    identityProvider: at.identityProvider,
    mailbox: at.mailbox,
    softAuthenticator: at.softAuthenticator,
    personas,
    drimboxes: demoBoxes.map(({ name, number, roles }) => {
      const { tls, health } = boxPorts(ports, number)
      return {
        name,
        number,
        roles,
        wadoUrl: `https://${wadoHostOf(number)}:${tls}/rs`,
        viewerUrl: null, // until there is a viewer (decisions 69)
        healthUrl: `http://localhost:${health}/`,
      }
    }),
  }
  writeAside(layout.readyFile, `${JSON.stringify(ready, null, 2)}\n`)
  return ready
}

/** Removed at start and at stop. */
export function removeReady(layout: Layout): void {
  rmSync(layout.readyFile, { force: true })
}

function subjectOf(certificateFile: string): string {
  const { raw } = new X509Certificate(readFileSync(certificateFile))
  return formatDistinguishedName(subjectOfCertificate(raw))
}
