import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { providerFilesOf, type ProviderFiles } from '../identity-provider/set-up.ts'

/** Where everything of one data directory stands. */
export interface Layout {
  readonly root: string
  readonly instanceFile: string
  readonly lockFile: string
  readonly childrenFile: string
  readonly readyFile: string
  readonly logs: string
  readonly compileCache: string
  readonly postgres: string
  readonly authority: {
    readonly directory: string
    readonly rootFile: string
    readonly listsFile: string
    readonly serversFile: string
    readonly crlFiles: readonly string[]
  }
  readonly signer: {
    readonly directory: string
    readonly ledger: string
    readonly keyFile: string
    readonly passphraseFile: string
    readonly certificateFile: string
    readonly approversFile: string
  }
  readonly approver: {
    readonly directory: string
    readonly keyFile: string
    readonly kidFile: string
    readonly heldFile: string
  }
  readonly registry: {
    readonly directory: string
    readonly adminKeyFile: string
    readonly adminKeyDigestFile: string
    readonly rolesFile: string
    readonly ownerPasswordFile: string
  }
  readonly identityProvider: ProviderFiles
  readonly mailbox: string
  readonly softAuthenticator: { readonly directory: string; readonly file: string }
  readonly lists: string
  box(number: number): {
    readonly directory: string
    readonly data: string
    readonly keyFile: string
    readonly certificateFile: string
    readonly environmentFile: string
  }
  readonly sockets: { readonly postgres: string; readonly signerDirectory: string; readonly signer: string }
}

/**
 * Paths under the data directory, and the sockets' outside of it: a socket's path must stay under 107 bytes, and the
 * data directory may be deep (decisions 9). `temporary` is the system's folder for temporary files.
 */
export function layoutOf(root: string, temporary: string): Layout {
  const authority = join(root, 'authority')
  const signer = join(root, 'signer')
  const approver = join(root, 'approver')
  const registry = join(root, 'registry')
  const softAuthenticator = join(root, 'soft-authenticator')
  const mark = createHash('sha256').update(root).digest('hex').slice(0, 8)
  const signerSockets = join(temporary, `drim-${mark}`)
  return {
    root,
    instanceFile: join(root, 'instance.json'),
    lockFile: join(root, 'lock'),
    childrenFile: join(root, 'children.json'),
    readyFile: join(root, 'ready.json'),
    logs: join(root, 'logs'),
    compileCache: join(root, 'cache'),
    postgres: join(root, 'postgres'),
    authority: {
      directory: authority,
      rootFile: join(authority, 'root.pem'),
      listsFile: join(authority, 'lists.pem'),
      serversFile: join(authority, 'servers.pem'),
      crlFiles: ['root', 'lists', 'servers'].map((which) => join(authority, 'crl', `${which}.crl`)),
    },
    signer: {
      directory: signer,
      ledger: join(signer, 'ledger'),
      keyFile: join(signer, 'key.pem'),
      passphraseFile: join(signer, 'key.passphrase'),
      certificateFile: join(signer, 'certificate.pem'),
      approversFile: join(signer, 'approvers.json'),
    },
    approver: {
      directory: approver,
      keyFile: join(approver, 'key.pem'),
      kidFile: join(approver, 'kid'),
      heldFile: join(approver, 'held.xml'),
    },
    registry: {
      directory: registry,
      adminKeyFile: join(registry, 'admin.key'),
      adminKeyDigestFile: join(registry, 'admin.key.sha256'),
      rolesFile: join(registry, 'roles.json'),
      ownerPasswordFile: join(registry, 'owner.password'),
    },
    identityProvider: providerFilesOf(join(root, 'identity-provider')),
    mailbox: join(root, 'mailbox'),
    softAuthenticator: { directory: softAuthenticator, file: join(softAuthenticator, 'keys.json') },
    lists: join(root, 'lists'),
    box(number) {
      const directory = join(root, 'boxes', String(number))
      return {
        directory,
        data: join(directory, 'data'),
        keyFile: join(directory, 'key.pem'),
        certificateFile: join(directory, 'certificate.pem'),
        environmentFile: join(directory, 'environment.json'),
      }
    },
    sockets: {
      // Apart: where PostgreSQL runs as somebody else, its folder is that user's.
      postgres: join(temporary, `drim-${mark}-pg`),
      signerDirectory: signerSockets,
      signer: join(signerSockets, 'signer.sock'),
    },
  }
}

/** Removes the folders of the sockets, once nobody listens there. */
export function removeSockets({ sockets }: Layout): void {
  for (const folder of [sockets.signerDirectory, sockets.postgres])
    rmSync(folder, { recursive: true, force: true })
}
