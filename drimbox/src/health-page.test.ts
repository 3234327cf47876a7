import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Health } from './health.ts'
import { HEALTH_PAGE_CSP, healthPage } from './health-page.ts'
import { frenchDuration, frenchNumber, frenchTime } from './health-texts.ts'

const health: Health = {
  name: 'Imagerie <de> l’Étoile',
  number: 9001,
  host: 'db9001.demo.mesimagesmedicales.fr',
  roles: ['source'],
  at: '2026-11-25T10:00:00.000Z',
  status: 'healthy',
  reasons: [],
  self: 'listed',
  list: {
    entries: 8655,
    sequence: 12,
    sequenceIs: 'informative: from the header x-whitelist-sequence, signed by nobody',
    signedAt: '2026-11-25T09:59:00Z',
    signedAgeSeconds: 60,
    verifiedAt: '2026-11-25T09:59:30Z',
    verifiedAgeSeconds: 30,
    closesAt: '2026-12-02T09:59:00.000Z',
    digest: 'a'.repeat(64),
    fileSha256: 'b'.repeat(64),
    profile: 'B',
    signer: {
      dn: 'CN=Liste Blanche DRIM-M DEMO,O=<script>alert(1)</script>',
      fingerprint: 'c'.repeat(64),
      notAfter: '2029-01-01T00:00:00Z',
    },
    warnings: [],
  },
  polls: { periodSeconds: 5, nextAt: null, last: [] },
  revocationLists: [],
  alarms: [],
  pastAlarms: [],
  admission: { admitted: 3, refused: { 'not-listed': 2 }, tlsFailed: 0 },
  certificate: { notAfter: '2027-01-01T00:00:00.000Z' },
  quarantined: 0,
}

describe('the health page', () => {
  it('says first how the box is, then what it holds, in French', () => {
    const page = healthPage(health)
    expect(page).toContain('<html lang="fr">')
    expect(page).toContain('<h1>Cette DRIMbox suit la liste blanche.</h1>')
    expect(page).toContain('8\u202f655')
    expect(page).toContain('(indicatif : il n’est pas signé)')
    expect(page).toContain('absent de la liste <code>not-listed</code>')
    expect(page).toContain('25 novembre 2026 à 10\u00a0h\u00a059')
    expect(healthPage({ ...health, status: 'closed', list: null })).toContain('n’admet personne')
  })

  it('holds no script and escapes whatever comes from outside', () => {
    const page = healthPage({
      ...health,
      alarms: [
        {
          code: 'list-refused',
          level: 'critical',
          detail: '</code><img src=x onerror="y">',
          since: '2026-11-25T09:00:00.000Z',
          count: 1,
        },
      ],
    })
    expect(page).not.toContain('<script')
    expect(page).not.toContain('<img')
    expect(page).not.toMatch(/<[^>]* on[a-z]+=/)
    expect(page).not.toContain('style="')
  })

  it('allows its own style by its digest, and nothing else', () => {
    const style = /<style>([^]*?)<\/style>/.exec(healthPage(health))?.[1] ?? ''
    expect(HEALTH_PAGE_CSP).toContain(`'sha256-${createHash('sha256').update(style).digest('base64')}'`)
    expect(HEALTH_PAGE_CSP).toContain("default-src 'none'")
    expect(HEALTH_PAGE_CSP).not.toContain('unsafe')
  })

  it('is marked where the list is signed by a demonstration, and not otherwise', () => {
    expect(healthPage(health)).toContain('DÉMONSTRATION')
    const real = {
      ...health,
      list: { ...health.list!, signer: { ...health.list!.signer, dn: 'CN=Liste Blanche DRIM-M' } },
    }
    expect(healthPage(real)).not.toContain('DÉMONSTRATION')
  })
})

describe('French figures', () => {
  it('give the hour of Paris, the largest useful unit, and thin spaces', () => {
    expect(frenchTime('2026-12-31T23:00:00Z')).toContain('1er janvier 2027 à 00')
    expect(frenchTime('2026-07-01T22:30:05Z')).toBe(
      '2 juillet 2026 à 00\u00a0h\u00a030\u00a0min\u00a005\u00a0s',
    )
    expect([0, 1, 119, 120, 7_199, 7_200, 172_800].map(frenchDuration)).toEqual(
      ['0 seconde', '1 seconde', '119 secondes', '2 minutes', '119 minutes', '2 heures', '2 jours'].map(
        (text) => text.replace(' ', '\u00a0'),
      ),
    )
    expect([999, 1_000, 1_234_567].map(frenchNumber)).toEqual(['999', '1\u202f000', '1\u202f234\u202f567'])
  })
})
