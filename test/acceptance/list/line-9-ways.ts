import { appendFileSync, chmodSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** One way in which the configuration or the data directory of the whole product is wrong. */
export interface Way {
  readonly what: string
  /** Harms a data directory that was made and used before. */
  readonly harm?: (at: (path: string) => string) => void
  readonly environment?: Readonly<Record<string, string>>
  /** What the start must say before it ends with 1; undefined: it heals, and serves what was served. */
  readonly says?: RegExp
  /** Undone by putting the files back, it must start again. */
  readonly comesBack?: boolean
}

const edit = (path: string, change: (text: string) => string) =>
  writeFileSync(path, change(readFileSync(path, 'utf8')))

export const WAYS: readonly Way[] = [
  {
    what: 'a port that is no number, and a database that is none',
    environment: { PORTAL_PORT: 'http', DATABASE_URL: 'mysql://x' },
    says: /DATABASE_URL[^]*PORTAL_PORT/,
  },
  {
    what: 'a database that does not answer',
    environment: { DATABASE_URL: 'postgres://nobody:x@127.0.0.1:9/none' },
    says: /migrations failed/,
  },
  {
    what: 'data of another trust space',
    harm: (at) => edit(at('instance.json'), (text) => text.replace('DRIM-M-TEST-DEMO', 'DRIM-M')),
    says: /belongs to trustSpace "DRIM-M"[^]*Nothing was touched/,
  },
  {
    what: 'data of mode real',
    harm: (at) => edit(at('instance.json'), (text) => text.replace('"demo"', '"real"')),
    says: /belongs to mode "real"/,
  },
  {
    what: 'instance.json cut short',
    harm: (at) => truncateSync(at('instance.json'), 20),
    says: /instance\.json cannot be read/,
  },
  {
    what: 'instance.json lost',
    harm: (at) => rmSync(at('instance.json')),
    says: /not its instance\.json/,
    comesBack: true,
  },
  {
    what: 'a whole part lost',
    harm: (at) => rmSync(at('registry'), { recursive: true }),
    says: /registry is missing/,
  },
  {
    what: 'the key of an issuing authority lost',
    harm: (at) => rmSync(at('authority/lists.key.pem')),
    says: /authority of the demo cannot be opened[^]*lists\.key\.pem/,
  },
  { what: 'the CRLs lost', harm: (at) => rmSync(at('authority/crl'), { recursive: true }) },
  {
    what: 'a bad key of the signer',
    harm: (at) => writeFileSync(at('signer/key.pem'), 'not a key'),
    says: /signer ended before it was ready[^]*key-not-encrypted/,
  },
  {
    what: 'a wrong passphrase',
    harm: (at) => writeFileSync(at('signer/key.passphrase'), 'wrong\n'),
    says: /key-passphrase-wrong/,
  },
  {
    what: 'a key that others may read',
    harm: (at) => chmodSync(at('signer/key.pem'), 0o644),
    says: /file-exposed[^]*chmod 600/,
  },
  {
    what: 'a ledger cut in its middle',
    harm: (at) => edit(at('signer/ledger/ledger.log'), (text) => text.slice(0, 40) + text.slice(60)),
    says: /signer is read-only \(ledger-in-doubt\)/,
    comesBack: true,
  },
  {
    what: 'a ledger emptied',
    harm: (at) => rmSync(at('signer/ledger'), { recursive: true }),
    says: /the signer's ledger .* is gone/,
  },
  {
    what: 'an incomplete last record of the ledger',
    harm: (at) => appendFileSync(at('signer/ledger/ledger.log'), '{"sequ'),
  },
  {
    what: 'passwords of the roles that are no JSON',
    harm: (at) => writeFileSync(at('registry/roles.json'), '{'),
    says: /REGISTRY_ROLE_PASSWORDS_FILE/,
  },
  {
    what: 'a digest of the admin key that is none',
    harm: (at) => writeFileSync(at('registry/admin.key.sha256'), 'x'),
    says: /REGISTRY_ADMIN_KEY_SHA256_FILE/,
  },
  {
    what: 'a cluster of another PostgreSQL',
    harm: (at) => writeFileSync(at('postgres/cluster/PG_VERSION'), '9\n'),
    says: /made by PostgreSQL 9/,
  },
  { what: 'the list that is served lost on disk', harm: (at) => rmSync(at('lists'), { recursive: true }) },
  {
    what: 'the certificate of a DRIMbox cut short',
    harm: (at) => truncateSync(at('boxes/9002/certificate.pem'), 100),
    says: /boxes\/9002\/certificate\.pem/,
  },
  {
    what: 'what a killed launcher leaves: its lock, its ready.json, a stale postmaster.pid',
    harm(at) {
      writeFileSync(
        at('lock'),
        JSON.stringify({ pid: 4_000_000, identity: 'gone', since: '2026-01-01T00:00:00Z' }),
      )
      writeFileSync(at('ready.json'), '{"pid":4000000}')
      writeFileSync(at('children.json'), '[{"name":"api","pid":4000000,"identity":"gone"}]')
      writeFileSync(
        at('postgres/cluster/postmaster.pid'),
        `${process.pid}\n${at('postgres/cluster')}\n0\n5432\n\n\n\nready\n`,
      )
    },
  },
]

/** Paths below a data directory. */
export const below = (directory: string) => (path: string) => join(directory, path)
