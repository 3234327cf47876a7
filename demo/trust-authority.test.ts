import 'reflect-metadata'
import { X509Certificate } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { X509Crl } from '@peculiar/x509'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAuthority, DEMO_MARKER, EKU, loadAuthority } from './trust-authority.ts'
import { renewCertificateFile, renewCrls } from './trust-authority/renewal.ts'

const DAY_MS = 86_400_000
const start = new Date('2026-11-25T10:00:00Z')
const clock = () => start

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'drim-authority-'))
})
afterEach(() => rm(directory, { recursive: true, force: true }))

describe('the test authority', () => {
  it('lays the list signer out as the real one: names, usages, issuer, RSA-2048', async () => {
    const authority = await createAuthority({ clock, demo: false })
    const signer = new X509Certificate((await authority.issueListSigner()).certificate)
    expect(signer.subject).toBe(
      'C=FR\nST=Paris (75)\nO=AGENCE DU NUMERIQUE EN SANTE\nOU=318751275100020\nCN=Liste Blanche DRIM-M',
    )
    expect(signer.keyUsage).toEqual([EKU.emailProtection])
    expect(signer.publicKey.asymmetricKeyDetails?.modulusLength).toBe(2048)
    const issuing = new X509Certificate(authority.issuers.lists.certificate)
    expect(signer.checkIssued(issuing) && signer.verify(issuing.publicKey)).toBe(true)
    expect(issuing.verify(new X509Certificate(authority.root).publicKey)).toBe(true)
    expect(signer.ca).toBe(false)
    expect(issuing.ca).toBe(true)
  })

  it('gives a DRIMbox a certificate for its host on both sides of TLS', async () => {
    const authority = await createAuthority({ clock, demo: false })
    const box = new X509Certificate(
      (
        await authority.issueBoxCertificate({
          host: 'db7.test.mesimagesmedicales.fr',
          state: "Côte-d'Or (21)",
        })
      ).certificate,
    )
    expect(box.subject).toMatch(
      /^C=FR\nST=Côte-d'Or \(21\)\nO=.*\nOU=.*\nCN=db7\.test\.mesimagesmedicales\.fr$/,
    )
    expect(box.subjectAltName).toBe('DNS:db7.test.mesimagesmedicales.fr')
    expect(box.keyUsage).toEqual([EKU.serverAuth, EKU.clientAuth])
    expect(box.verify(new X509Certificate(authority.issuers.servers.certificate).publicKey)).toBe(true)
  })

  it('marks every authority and the signer of a demo', async () => {
    const authority = await createAuthority({ clock, demo: true, key: 'ec-p256' })
    const { lists, servers } = authority.issuers
    for (const der of [authority.root, lists.certificate, servers.certificate]) {
      expect(new X509Certificate(der).subject).toContain(DEMO_MARKER)
    }
    expect(new X509Certificate((await authority.issueListSigner()).certificate).subject).toContain('DEMO')
  })

  it('keeps keys readable by their owner alone, and is the same authority once loaded', async () => {
    const authority = await createAuthority({ clock, demo: false })
    const box = await authority.issueBoxCertificate({ host: 'db1.test.mesimagesmedicales.fr' })
    authority.revoke(box.certificate)
    await authority.save(directory)
    for (const name of await readdir(directory)) {
      const { mode } = await stat(join(directory, name))
      if (name.includes('key')) expect(mode & 0o077, name).toBe(0)
    }
    const loaded = await loadAuthority(directory, clock)
    expect(loaded.root).toEqual(authority.root)
    const second = new X509Certificate((await loaded.issueListSigner()).certificate)
    expect(second.verify(new X509Certificate(authority.issuers.lists.certificate).publicKey)).toBe(true)
    const crl = new X509Crl(new Uint8Array(await loaded.crl('servers')))
    expect(crl.entries.map(({ serialNumber }) => serialNumber)).toEqual([
      new X509Certificate(box.certificate).serialNumber.toLowerCase(),
    ])
  })

  it('lists a revoked certificate on the CRL of its own issuer alone, with the dates asked for', async () => {
    const authority = await createAuthority({ clock, demo: false })
    authority.revoke((await authority.issueListSigner()).certificate)
    const nextUpdate = new Date('2026-11-26T10:00:00Z')
    const lists = new X509Crl(new Uint8Array(await authority.crl('lists', { thisUpdate: start, nextUpdate })))
    const servers = new X509Crl(new Uint8Array(await authority.crl('servers')))
    expect(lists.entries).toHaveLength(1)
    expect(servers.entries).toHaveLength(0)
    expect([lists.thisUpdate, lists.nextUpdate]).toEqual([start, nextUpdate])
    await expect(lists.verify({ publicKey: authority.issuers.lists.keys.publicKey })).resolves.toBe(true)
    await expect(lists.verify({ publicKey: authority.issuers.servers.keys.publicKey })).resolves.toBe(false)
  })

  it('refuses to revoke what it did not issue', async () => {
    const [ours, other] = [
      await createAuthority({ clock, demo: false }),
      await createAuthority({ clock, demo: false }),
    ]
    const stranger = await other.issueBoxCertificate({ host: 'db1.test.mesimagesmedicales.fr' })
    expect(() => ours.revoke(stranger.certificate)).toThrow('did not issue')
  })
})

describe('renewal', () => {
  it('a month later gives CRLs in force and leaves a certificate alone that has life enough', async () => {
    const authority = await createAuthority({ clock, demo: false })
    const box = await authority.issueBoxCertificate({ host: 'db1.test.mesimagesmedicales.fr' })
    const file = join(directory, 'box.pem')
    await writeFile(file, box.pem + authority.issuers.servers.pem)
    await authority.save(directory)
    const later = () => new Date(start.getTime() + 30 * DAY_MS)
    const woken = await loadAuthority(directory, later)
    await renewCrls(woken, directory)
    const crl = new X509Crl(new Uint8Array(await readFile(join(directory, 'crl', 'lists.crl'))))
    expect(crl.nextUpdate?.getTime()).toBeGreaterThan(later().getTime())
    expect(await renewCertificateFile(woken, file, later)).toBe(false)
    expect(await readFile(file, 'utf8')).toBe(box.pem + authority.issuers.servers.pem)
  })

  it('renews an expired certificate with the same name, key and chain', async () => {
    const authority = await createAuthority({ clock, demo: false })
    const box = await authority.issueBoxCertificate({ host: 'db1.test.mesimagesmedicales.fr' })
    const file = join(directory, 'box.pem')
    await writeFile(file, box.pem + authority.issuers.servers.pem)
    await authority.save(directory)
    const later = () => new Date(start.getTime() + 400 * DAY_MS)
    expect(await renewCertificateFile(await loadAuthority(directory, later), file, later)).toBe(true)
    const [before, after] = [new X509Certificate(box.certificate), new X509Certificate(await readFile(file))]
    expect(after.subject).toBe(before.subject)
    expect(after.publicKey.equals(before.publicKey)).toBe(true)
    expect(after.serialNumber).not.toBe(before.serialNumber)
    expect(new Date(after.validTo).getTime()).toBeGreaterThan(later().getTime())
    expect(after.verify(new X509Certificate(authority.issuers.servers.certificate).publicKey)).toBe(true)
    expect((await readFile(file, 'utf8')).endsWith(authority.issuers.servers.pem)).toBe(true)
  })
})
