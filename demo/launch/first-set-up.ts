import { createHash, createPrivateKey, randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import type { Clock } from '../clock.ts'
import { createApproverKey, createAuthority, type TrustAuthority } from '../trust-authority.ts'
import { demoBoxes, viewerHostOf, wadoHostOf, type DemoBox } from '../world.ts'
import type { Layout } from './layout.ts'

/**
 * Makes everything a demo has from its first day on: authority, the signer's key and certificate, the approver's key,
 * the registry's secrets, the boxes' keys and certificates. `layout` is a folder aside; nothing outside is touched.
 */
export async function firstSetUp(
  layout: Layout,
  deps: { clock: Clock; authorityUrl: string },
): Promise<void> {
  const authority = await createAuthority({ clock: deps.clock, demo: true, urlBase: deps.authorityUrl })
  await authority.save(layout.authority.directory)
  makeApprover(layout)
  await makeSigner(layout, authority)
  makeRegistry(layout)
  for (const box of demoBoxes) await makeBox(layout, authority, box)
}

async function makeSigner({ signer }: Layout, authority: TrustAuthority): Promise<void> {
  mkdirSync(signer.directory, { recursive: true, mode: 0o700 })
  const issued = await authority.issueListSigner()
  const passphrase = randomBytes(24).toString('base64url')
  const key = createPrivateKey(issued.privateKeyPem)
  writeSecret(signer.passphraseFile, `${passphrase}\n`)
  writeSecret(
    signer.keyFile,
    key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }).toString(),
  )
  writeFileSync(signer.certificateFile, issued.pem + authority.issuers.lists.pem + authority.rootPem, {
    mode: 0o644,
  })
}

/** The one approver of the demo: its key stands with it, its public half with the signer. */
function makeApprover({ approver, signer }: Layout): void {
  const { kid, person, publicKey, privateKeyPem } = createApproverKey({
    person: 'DEMO approbateur automatique',
    demo: true,
  })
  mkdirSync(approver.directory, { recursive: true, mode: 0o700 })
  writeSecret(approver.keyFile, privateKeyPem)
  writeSecret(approver.kidFile, `${kid}\n`)
  mkdirSync(signer.directory, { recursive: true, mode: 0o700 })
  writeSecret(
    signer.approversFile,
    `${JSON.stringify({ approvers: [{ kid, person, publicKey }] }, null, 2)}\n`,
  )
}

function makeRegistry({ registry }: Layout): void {
  mkdirSync(registry.directory, { recursive: true, mode: 0o700 })
  const secret = () => randomBytes(32).toString('base64url')
  const adminKey = secret()
  writeSecret(registry.adminKeyFile, `${adminKey}\n`)
  writeSecret(registry.adminKeyDigestFile, `${createHash('sha256').update(adminKey).digest('hex')}\n`)
  writeSecret(
    registry.rolesFile,
    `${JSON.stringify({ registry_api: secret(), registry_prober: secret(), registry_housekeeper: secret() }, null, 2)}\n`,
  )
  writeSecret(registry.ownerPasswordFile, `${secret()}\n`)
}

async function makeBox(layout: Layout, authority: TrustAuthority, box: DemoBox): Promise<void> {
  const place = layout.box(box.number)
  mkdirSync(place.data, { recursive: true, mode: 0o700 })
  const issued = await authority.issueBoxCertificate({
    host: wadoHostOf(box.number),
    alsoHosts: [viewerHostOf(box.number)],
    organization: box.operator.toUpperCase(),
    ou: box.organizationalUnit,
    state: box.state,
  })
  writeSecret(place.keyFile, issued.privateKeyPem)
  writeFileSync(place.certificateFile, issued.pem + authority.issuers.servers.pem, { mode: 0o644 })
}

function writeSecret(path: string, content: string): void {
  writeFileSync(path, content, { mode: 0o600 })
}
