import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { listSignerSubject } from '../trust-authority/names.ts'
import { demoBoxes, demoSpace, wadoHostOf, type DemoBox } from '../world.ts'
import type { Layout } from './layout.ts'
import type { Ports } from './ports.ts'

export type Environment = Readonly<Record<string, string>>

const SIGNER = listSignerSubject(true)
const POLL_SECONDS = '5'
const MAIL_FROM = 'Registre DRIM-M DEMONSTRATION <registre@demo.example>'
// A CRL of the demo lives two days and is signed each hour.
const CRL_REFRESH_SECONDS = '60'

// What a child gets of our own environment; the last four move its clock (test/support/product.ts).
const HANDED_ON = [
  'PATH',
  'HOME',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'LD_PRELOAD',
  'FAKETIME',
  'DONT_FAKE_MONOTONIC',
  'FAKETIME_TIMESTAMP_FILE',
]

export interface Addresses {
  /** Said to people and written into documents: `localhost`, which WebAuthn accepts (decisions 53). */
  readonly portal: string
  readonly api: string
  readonly whitelist: string
  /** The issuer, byte for byte. */
  readonly identityProvider: string
  /** Where the provider takes people back, as it is registered there. */
  readonly signInReturn: string
  readonly mailbox: string
  readonly softAuthenticator: string
  /** Used between the processes: no look-up, no choice between two families. */
  readonly apiInside: string
  readonly whitelistInside: string
  readonly softAuthenticatorInside: string
  readonly authority: string
}

export function addressesOf(ports: Ports): Addresses {
  return {
    portal: `http://localhost:${ports.portal}`,
    api: `http://localhost:${ports.api}`,
    whitelist: `http://localhost:${ports.distribution}/whitelist.xml`,
    identityProvider: `http://localhost:${ports.identityProvider}`,
    signInReturn: `http://localhost:${ports.portal}/connexion/retour`,
    mailbox: `http://localhost:${ports.mailPage}`,
    softAuthenticator: `http://localhost:${ports.softAuthenticator}`,
    apiInside: `http://127.0.0.1:${ports.api}`,
    whitelistInside: `http://127.0.0.1:${ports.distribution}/whitelist.xml`,
    softAuthenticatorInside: `http://127.0.0.1:${ports.softAuthenticator}`,
    authority: `http://127.0.0.1:${ports.authority}`,
  }
}

/** The environment of each child (nothing of ours reaches them by accident). */
export function environmentsOf(given: {
  readonly own: NodeJS.ProcessEnv
  readonly layout: Layout
  readonly ports: Ports
  readonly database: { readonly owner: string; urlFor(role: string, password: string): string }
}) {
  const { own, layout, ports, database } = given
  // What Node has compiled and stripped of types once: a later start of all processes takes a third less CPU.
  const base = { ...baseEnvironment(own), NODE_COMPILE_CACHE: layout.compileCache }
  const at = addressesOf(ports)
  const intermediates = [layout.authority.listsFile, layout.authority.serversFile].join(',')
  const crlUrls = ['root', 'lists', 'servers'].map((which) => `${at.authority}/crl/${which}.crl`).join(',')
  const { trustSpace, space, mode, zone } = demoSpace
  const roles = () => JSON.parse(readFileSync(layout.registry.rolesFile, 'utf8')) as Record<string, string>
  return {
    migration: (): Environment => ({
      ...base,
      REGISTRY_OWNER_DATABASE_URL: database.owner,
      REGISTRY_ROLE_PASSWORDS_FILE: layout.registry.rolesFile,
    }),
    authority: (): Environment => ({
      ...base,
      AUTHORITY_DIR: layout.authority.directory,
      AUTHORITY_HOST: '127.0.0.1',
      AUTHORITY_PORT: String(ports.authority),
    }),
    identityProvider: (): Environment => ({
      ...base,
      IDENTITY_PROVIDER_DIR: layout.identityProvider.directory,
      IDENTITY_PROVIDER_PORT: String(ports.identityProvider),
      IDENTITY_PROVIDER_REDIRECT_URI: at.signInReturn,
    }),
    mailbox: (): Environment => ({
      ...base,
      MAILBOX_DIR: layout.mailbox,
      MAILBOX_SMTP_PORT: String(ports.smtp),
      MAILBOX_HTTP_PORT: String(ports.mailPage),
    }),
    softAuthenticator: (): Environment => ({
      ...base,
      SOFT_AUTHENTICATOR_HOST: '127.0.0.1',
      SOFT_AUTHENTICATOR_PORT: String(ports.softAuthenticator),
      SOFT_AUTHENTICATOR_FILE: layout.softAuthenticator.file,
      SOFT_AUTHENTICATOR_PORTAL_ORIGIN: at.portal,
    }),
    distribution: (): Environment => ({
      ...base,
      REGISTRY_LISTS_DIR: layout.lists,
      REGISTRY_DISTRIBUTION_HOST: '127.0.0.1',
      REGISTRY_DISTRIBUTION_PORT: String(ports.distribution),
    }),
    signer: (): Environment => ({
      ...base,
      SIGNER_SOCKET: layout.sockets.signer,
      SIGNER_TRUST_SPACE: trustSpace,
      SIGNER_SPACE: space,
      SIGNER_MODE: mode,
      SIGNER_LEDGER_DIR: layout.signer.ledger,
      SIGNER_KEY_FILE: layout.signer.keyFile,
      SIGNER_KEY_PASSPHRASE_FILE: layout.signer.passphraseFile,
      SIGNER_CERTIFICATE_FILE: layout.signer.certificateFile,
      SIGNER_APPROVERS_FILE: layout.signer.approversFile,
    }),
    approver: (): Environment => ({
      ...base,
      APPROVER_API_URL: at.apiInside,
      APPROVER_ADMIN_KEY_FILE: layout.registry.adminKeyFile,
      APPROVER_KEY_FILE: layout.approver.keyFile,
      APPROVER_KID: readFileSync(layout.approver.kidFile, 'utf8').trim(),
      APPROVER_HELD_FILE: layout.approver.heldFile,
      APPROVER_WHITELIST_URL: at.whitelistInside,
      APPROVER_TRUST_ANCHOR_FILE: layout.authority.rootFile,
      APPROVER_INTERMEDIATE_FILES: intermediates,
      APPROVER_CRL_FILES: layout.authority.crlFiles.join(','),
      APPROVER_SIGNER_CN: SIGNER.commonName,
      APPROVER_SIGNER_OU: SIGNER.organizationalUnit,
      APPROVER_TRUST_SPACE: trustSpace,
    }),
    api: (): Environment => ({
      ...base,
      REGISTRY_DATABASE_URL: database.urlFor('registry_api', roles()['registry_api'] ?? ''),
      REGISTRY_LISTEN_HOST: '127.0.0.1',
      REGISTRY_LISTEN_PORT: String(ports.api),
      REGISTRY_PUBLIC_URL: at.api,
      REGISTRY_SIGNER_SOCKET: layout.sockets.signer,
      REGISTRY_LISTS_DIR: layout.lists,
      REGISTRY_WHITELIST_URL: at.whitelist,
      REGISTRY_TRUST_SPACE: trustSpace,
      REGISTRY_SPACE: space,
      REGISTRY_MODE: mode,
      REGISTRY_ZONE: zone,
      REGISTRY_TRUST_ANCHOR_FILE: layout.authority.rootFile,
      REGISTRY_INTERMEDIATE_FILES: intermediates,
      REGISTRY_CRL_URLS: crlUrls,
      REGISTRY_SIGNER_CN: SIGNER.commonName,
      REGISTRY_SIGNER_OU: SIGNER.organizationalUnit,
      REGISTRY_ADMIN_KEY_SHA256_FILE: layout.registry.adminKeyDigestFile,
      REGISTRY_PORTAL_URL: at.portal,
      REGISTRY_OIDC_PROFILE_FILE: layout.identityProvider.profileFile.json,
      REGISTRY_WEBAUTHN_RP_ID: 'localhost',
      REGISTRY_WEBAUTHN_ORIGIN: at.portal,
      REGISTRY_FORWARDERS: '127.0.0.1',
      // One address is everybody here: seeds, visitors, acceptance.
      REGISTRY_RATE_SENSITIVE: '5000:200',
    }),
    worker: (): Environment => ({
      ...base,
      REGISTRY_DATABASE_URL: database.urlFor('registry_api', roles()['registry_api'] ?? ''),
      REGISTRY_MODE: mode,
      REGISTRY_SMTP_URL: `smtp://127.0.0.1:${ports.smtp}`,
      REGISTRY_MAIL_FROM: MAIL_FROM,
      REGISTRY_AUDIT_HEADS_FILE: join(layout.registry.directory, 'audit-heads.jsonl'),
      // Somebody is watching: what is due is done while they look.
      REGISTRY_MAIL_CHECK_SECONDS: '0.25',
      REGISTRY_PERIODIC_SECONDS: '5',
    }),
    portal: (): Environment => ({
      ...base,
      NODE_ENV: 'production',
      PORTAL_ORIGIN: at.portal,
      PORTAL_API_URL: at.apiInside,
      PORTAL_WHITELIST_URL: at.whitelist,
      PORTAL_SOFT_AUTHENTICATOR_URL: at.softAuthenticatorInside,
      PORTAL_LISTEN_HOST: '127.0.0.1',
      PORTAL_LISTEN_PORT: String(ports.portal),
    }),
    box: (box: DemoBox): Environment => {
      const place = layout.box(box.number)
      const mine = boxPorts(ports, box.number)
      return {
        ...base,
        DRIMBOX_NAME: box.name,
        DRIMBOX_NUMBER: String(box.number),
        DRIMBOX_ROLES: box.roles.join(','),
        DRIMBOX_HOST: wadoHostOf(box.number),
        DRIMBOX_DATA_DIR: place.data,
        DRIMBOX_WHITELIST_URL: at.whitelistInside,
        DRIMBOX_POLL_SECONDS: POLL_SECONDS,
        DRIMBOX_TRUST_ANCHOR_FILE: layout.authority.rootFile,
        DRIMBOX_INTERMEDIATE_FILES: intermediates,
        DRIMBOX_CRL_URLS: crlUrls,
        DRIMBOX_CRL_REFRESH_SECONDS: CRL_REFRESH_SECONDS,
        DRIMBOX_SIGNER_CN: SIGNER.commonName,
        DRIMBOX_SIGNER_OU: SIGNER.organizationalUnit,
        DRIMBOX_SIGNED_EVERY_HOURS: '24',
        DRIMBOX_KEY_FILE: place.keyFile,
        DRIMBOX_CERTIFICATE_FILE: place.certificateFile,
        DRIMBOX_LISTEN_HOST: mine.address,
        DRIMBOX_PORT: String(mine.tls),
        DRIMBOX_HEALTH_HOST: '127.0.0.1',
        DRIMBOX_HEALTH_PORT: String(mine.health),
        DRIMBOX_RESOLVE: demoBoxes
          .map(({ number }) => {
            const { address, tls } = boxPorts(ports, number)
            return `${wadoHostOf(number)}=${address}:${tls}`
          })
          .join(','),
      }
    },
  }
}

/** The few variables of ours that a child may see. */
function baseEnvironment(own: NodeJS.ProcessEnv): Environment {
  return Object.fromEntries(HANDED_ON.flatMap((name) => (own[name] === undefined ? [] : [[name, own[name]]])))
}

export function boxPorts(ports: Ports, number: number): Ports['boxes'][number] {
  const found = ports.boxes.find((each) => each.number === number)
  if (!found) throw new Error(`no ports for box ${number}`)
  return found
}
