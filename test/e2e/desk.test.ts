import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { invitationCodes } from '../../demo/people/invitation-codes.ts'
import { pdf } from '../support/pdf.ts'
import {
  actWithSoftKey,
  type DeskScene,
  faultsOf,
  openDesks,
  passProvider,
  said,
  signIn,
} from './desk/desk-scene.ts'
import { hasChromium, startPortal } from './portal/running-portal.ts'

// A whole product and a browser on two cores: some of these read twenty pages.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 300_000 })

const noScript = { javaScriptEnabled: false }
const PARTY_PAGES = [
  '/operateur',
  '/operateur/organisme',
  '/operateur/admission',
  '/operateur/admission/nouvelle',
  '/operateur/contrat',
  '/operateur/delegations',
  '/operateur/delegations/nouvelle',
  '/operateur/equipe',
  '/operateur/courriers',
  '/operateur/compte',
  '/invitation',
]
const AGENCY_PAGES = [
  '/agence/a-faire',
  '/agence/decisions',
  '/agence/operateurs',
  '/agence/textes',
  '/agence/equipe',
  '/agence/courriers',
  '/agence/journal',
  '/agence/compte',
]

let desks: DeskScene
beforeAll(async () => {
  if (hasChromium) desks = await openDesks()
})
afterAll(() => desks?.close())

const at = (page: Page): string => new URL(page.url()).pathname
const fill = (page: Page, label: string, value: string): Promise<void> =>
  page.getByLabel(label, { exact: true }).fill(value)

/** A cookie as the portal sets it, of a session that the registry does not know. */
const sessionOf = (value: string) => ({
  name: '__Host-session',
  value,
  domain: 'localhost',
  path: '/',
  secure: true,
  httpOnly: true,
  sameSite: 'Lax' as const,
})

describe.skipIf(!hasChromium)('signing in, without script', () => {
  it('nobody sees a desk; who has signed in sees who they are, and leaves for good', async () => {
    const page = await signIn(desks, 'olga', noScript)
    expect(at(page)).toBe('/operateur')
    expect(await page.locator('.desk-who').innerText()).toMatch(/Olga Olivier[\s\S]*Imagerie du Léman/)
    const cookies = await page.context().cookies()
    const session = cookies.find(({ name }) => name === '__Host-session')
    expect(session).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax', path: '/' })
    const answer = await page.goto(`${desks.origin}/operateur`)
    expect(answer?.headers()['cache-control']).toBe('private, no-store')

    await page.getByRole('button', { name: 'Se déconnecter' }).click()
    expect(await said(page)).toContain('Vous êtes déconnecté.')
    expect((await page.context().cookies()).filter(({ name }) => name.startsWith('__Host-'))).toEqual([])
    // The cookie of before is worth nothing to whoever kept it.
    await page.context().addCookies([session ?? { name: '', value: '' }])
    await page.goto(`${desks.origin}/operateur`)
    expect(at(page)).toBe('/connexion')
  })

  it('leads back to the page that was asked for, and to no other site', async () => {
    const context = await desks.browser.newContext(noScript)
    const page = await context.newPage()
    await page.goto(`${desks.origin}/operateur/courriers?etat=sent`)
    expect(at(page)).toBe('/connexion')
    await passProvider(page, 'olga')
    expect(page.url()).toBe(`${desks.origin}/operateur/courriers?etat=sent`)
    await context.clearCookies()
    for (const back of ['//evil.example', 'https://evil.example/', '/\\evil.example']) {
      await page.goto(`${desks.origin}/connexion?retour=${encodeURIComponent(back)}`)
      expect(await page.locator('main input[name=retour]').inputValue()).toMatch(/^\/(?![/\\])/)
    }
  })

  it('a person who gives up at the provider is told so', async () => {
    const page = await (await desks.browser.newContext(noScript)).newPage()
    await page.goto(`${desks.origin}/connexion`)
    await page.getByRole('button', { name: 'Se connecter' }).click()
    await page.getByRole('button', { name: /sans se connecter/ }).click()
    expect(at(page)).toBe('/connexion')
    expect(await said(page)).toContain('La connexion n’a pas abouti.')
    // What the provider sent is used once, by the browser that set out.
    await page.goto(`${desks.origin}/connexion/retour?code=x&state=y`)
    expect(await said(page)).toContain('n’a pas commencé dans ce navigateur')
  })

  it('the agency’s desk is closed to others', async () => {
    const page = await signIn(desks, 'olga', noScript)
    expect((await page.goto(`${desks.origin}/agence/a-faire`))?.status()).toBe(403)
    expect(await page.locator('main').innerText()).toContain('n’est pas permise')
  })
})

describe.skipIf(!hasChromium)('a request for admission, without script', () => {
  let applicant: Page
  let request: string

  it('a newcomer is told where to begin, and enrols a key', async () => {
    applicant = await signIn(desks, 'nina', noScript)
    expect(await applicant.locator('main').innerText()).toContain('Commencez par votre demande d’admission.')
    await applicant.goto(`${desks.origin}/operateur/compte`)
    await fill(applicant, 'Nom de la clé', 'Clé bleue')
    await actWithSoftKey(applicant, 'Préparer la clé')
    expect(await said(applicant)).toContain('Clé de sécurité ajoutée.')
  })

  it('a wrong field is told at the field and on top, and nothing typed is lost', async () => {
    await applicant.goto(`${desks.origin}/operateur/admission/nouvelle`)
    await fill(applicant, 'Nom affiché', 'Sillage Imagerie')
    await fill(applicant, 'SIREN', '123456789')
    await applicant.getByLabel('Éditeur').check()
    await applicant.getByRole('button', { name: 'Ouvrir la demande' }).click()
    expect(await applicant.title()).toMatch(/^Erreur/)
    expect(await said(applicant)).toContain('Il y a 1 erreur')
    const siren = applicant.getByLabel('SIREN', { exact: true })
    expect(await siren.getAttribute('aria-invalid')).toBe('true')
    expect(await siren.inputValue()).toBe('123456789')
    expect(await applicant.getByLabel('Nom affiché', { exact: true }).inputValue()).toBe('Sillage Imagerie')
    expect(await applicant.getByLabel('Éditeur').isChecked()).toBe(true)
    const link = applicant.getByRole('alert').getByRole('link').first()
    expect(await link.getAttribute('href')).toBe(`#${await siren.getAttribute('id')}`)
    await applicant.goto(`${desks.origin}/operateur/admission`)
    expect(await applicant.locator('main').innerText()).toContain('Aucune demande.')
  })

  it('is kept as a draft, and every fault is told at once when it is handed in too early', async () => {
    await applicant.goto(`${desks.origin}/operateur/admission/nouvelle`)
    await fill(applicant, 'Nom affiché', 'Sillage Imagerie')
    await fill(applicant, 'SIREN', '732829320')
    await applicant.getByLabel('Éditeur').check()
    await applicant.getByRole('button', { name: 'Ouvrir la demande' }).click()
    request = at(applicant)
    await applicant.getByRole('button', { name: 'Envoyer la demande' }).click()
    expect(await said(applicant)).toMatch(/Raison sociale : Champ obligatoire[\s\S]*Pouvoir du signataire/)
    expect(await applicant.getByLabel('SIREN', { exact: true }).inputValue()).toBe('732829320')
    for (const link of await applicant.getByRole('alert').getByRole('link').all()) {
      const target = (await link.getAttribute('href')) ?? ''
      if (target.startsWith('#')) expect(await applicant.locator(target).count(), target).toBe(1)
    }
  })

  it('takes its fields and its file, refuses what is no PDF, and goes to the agency', async () => {
    await fill(applicant, 'Raison sociale', 'Sillage Imagerie SAS')
    await fill(applicant, 'SIRET du siège', '73282932000074')
    await fill(applicant, 'Nom du signataire', 'Nina Noël')
    await fill(applicant, 'Sa qualité', 'Présidente')
    await fill(applicant, 'Boîte de support', 'support@sillage.example')
    await applicant.getByLabel('Téléphone de sécurité').fill('+33123456789')
    await fill(applicant, 'DRIMbox prévues', '3')
    await applicant.getByLabel('Hébergez-vous').selectOption('non')
    await applicant.getByRole('button', { name: 'Enregistrer le brouillon' }).click()
    expect(await said(applicant)).toContain('Brouillon enregistré.')
    const give = async (buffer: Buffer): Promise<void> => {
      const file = { name: 'pouvoir.pdf', mimeType: 'application/pdf', buffer }
      await applicant.getByLabel('Fichier').first().setInputFiles(file)
      await applicant
        .getByRole('button', { name: /^Déposer/ })
        .first()
        .click()
    }
    await give(Buffer.from('<html>not a PDF</html>'))
    expect(await applicant.title()).toMatch(/^Erreur/)
    await give(pdf('pouvoir'))
    expect(await said(applicant)).toContain('Pièce déposée.')
    await applicant.getByRole('button', { name: 'Envoyer la demande' }).click()
    expect(await said(applicant)).toContain('Demande envoyée.')
    expect(await applicant.locator('[aria-current=step]').innerText()).toContain('Instruction')
  })

  it('is reviewed by one person of the agency and decided by another, each with a key', async () => {
    const reviewer = await signIn(desks, 'ines', noScript)
    expect(at(reviewer)).toBe('/agence/a-faire')
    await reviewer.getByRole('link', { name: /Sillage Imagerie/ }).click()
    await reviewer.getByRole('button', { name: 'Instruire cette demande' }).click()
    for (;;) {
      const verdict = reviewer.locator('.piece > form[action*="judge"]').first()
      if ((await verdict.count()) === 0) break
      await verdict.getByLabel('Verdict').selectOption('good')
      await verdict.locator('input[type=date]').fill('2027-11-20')
      await verdict.locator('button').click()
      expect(await said(reviewer)).toContain('Verdict noté.')
    }
    await reviewer.getByRole('button', { name: /^Proposer d’admettre/ }).click()
    expect(await reviewer.getByRole('heading', { level: 1 }).innerText()).toContain('Proposer d’admettre')
    expect(await reviewer.getByRole('link', { name: 'Annuler' }).getAttribute('href')).toMatch(
      /^\/agence\/demandes/,
    )
    await reviewer.getByRole('button', { name: /clé logicielle/ }).click()
    expect(await said(reviewer)).toContain('Une autre personne décide.')
    await reviewer.getByRole('link', { name: 'Voir la décision' }).click()
    expect(await reviewer.locator('main').innerText()).toContain('Vous l’avez proposée')
    expect(await reviewer.getByRole('button', { name: /^Accorder/ }).count()).toBe(0)

    const decider = await signIn(desks, 'denise', noScript)
    await decider.getByRole('link', { name: /^Décider/ }).click()
    expect(await decider.locator('main').innerText()).toMatch(/Ce que cela change[\s\S]*73282932000074/)
    await actWithSoftKey(decider, /^Accorder/)
    expect(await said(decider)).toContain('L’effet est appliqué.')
  })

  it('ends with a number and a contract, which the signatory who was invited fills in and sends', async () => {
    applicant = await signIn(desks, 'nina', noScript)
    await applicant.goto(desks.origin + request)
    expect(await said(applicant)).toMatch(/Vous êtes admis sous le numéro OP-\d{5}/)
    await applicant.getByRole('link', { name: 'Voir le contrat' }).click()
    await applicant.getByRole('link', { name: /Accord de test/ }).click()
    const contract = at(applicant)
    expect(await applicant.locator('main').innerText()).toContain('Seul un signataire (OS)')

    const code = await invitationCodes(desks.product.ready.mailbox).next('odile@demo.example')
    await applicant.goto(`${desks.origin}/operateur/equipe`)
    const invite = applicant.locator('form[action="?/invite"]')
    await invite.getByLabel('Nom', { exact: true }).fill('Odile Lecteur')
    await invite.getByLabel('Adresse électronique').fill('odile@demo.example')
    await invite.getByLabel('Signataire').check()
    await invite.getByRole('button').click()
    expect(await said(applicant)).toContain('Invitation envoyée')

    let signatory = await signIn(desks, 'odile', noScript)
    await signatory.goto(`${desks.origin}/invitation`)
    await fill(signatory, 'Code d’invitation', await code())
    await signatory.getByRole('button', { name: 'Voir l’invitation' }).click()
    expect(signatory.url()).not.toContain(await code())
    await signatory.getByRole('button', { name: 'Rejoindre Sillage Imagerie' }).click()
    // Her provider says that somebody else employs her: a second administrator lets her in.
    expect(await said(signatory)).toContain('Un second administrateur doit encore la confirmer.')
    const administrator = await signIn(desks, 'anne', noScript)
    await administrator.goto(`${desks.origin}/agence/operateurs?q=Sillage`)
    await administrator.getByRole('link', { name: 'Sillage Imagerie' }).click()
    await administrator.getByRole('button', { name: 'Confirmer Odile Lecteur' }).click()
    expect(await said(administrator)).toContain('Membre confirmé.')

    signatory = await signIn(desks, 'odile', noScript)
    const choose = async (label: string): Promise<void> => {
      await signatory.getByLabel('Organisme', { exact: true }).selectOption({ label })
      await signatory.getByRole('button', { name: 'Changer d’organisme' }).click()
      expect(await signatory.getByRole('heading', { level: 1 }).innerText()).toBe(label)
    }
    await choose('Sillage Imagerie')
    await signatory.goto(`${desks.origin}/operateur/compte`)
    await fill(signatory, 'Nom de la clé', 'Clé rouge')
    await actWithSoftKey(signatory, 'Préparer la clé')
    expect(await said(signatory)).toContain('Clé de sécurité ajoutée.')
    await signatory.goto(desks.origin + contract)
    const save = signatory.locator('form[action="?/save"]')
    await save.getByLabel('Version du texte').selectOption({ index: 1 })
    await save.getByLabel('Nom du signataire').fill('Odile Lecteur')
    await save.getByLabel('Sa qualité').fill('Directrice')
    await save.getByLabel('Date d’effet').fill('2099-01-01')
    const file = (name: string) => ({ name, mimeType: 'application/pdf', buffer: pdf(name) })
    await save.getByLabel('Preuve du pouvoir').setInputFiles(file('pouvoir.pdf'))
    await save.getByLabel('Fichier signé').setInputFiles(file('contrat.pdf'))
    await save.getByRole('button', { name: 'Enregistrer' }).click()
    expect(await said(signatory)).toContain('Contrat enregistré.')
    await signatory.getByLabel(/^J’ai lu la version/).check()
    await actWithSoftKey(signatory, 'Envoyer le contrat')
    expect(await said(signatory)).toContain('Contrat envoyé.')
    expect(await signatory.locator('[aria-current=step]').innerText()).toContain('Relecture')

    await choose('DEMO Imagerie du Léman')
  })
})

describe.skipIf(!hasChromium)('typed text', () => {
  const endSession = (page: Page): Promise<void> =>
    page.context().addCookies([sessionOf('ended-session-of-a-test')])
  const write = async (page: Page): Promise<void> => {
    await page.goto(`${desks.origin}/operateur/admission/nouvelle`)
    await fill(page, 'Raison sociale', 'Texte à garder')
    await page.getByLabel('Distributeur').check()
    await endSession(page)
    await page.getByRole('button', { name: 'Ouvrir la demande' }).click()
  }

  it('comes back after sign-in when the session had ended, and nothing was sent', async () => {
    const page = await signIn(desks, 'omar', noScript)
    await write(page)
    expect(at(page)).toBe('/connexion')
    expect(await said(page)).toContain('Votre session a pris fin.')
    await passProvider(page, 'omar')
    expect(at(page)).toBe('/operateur/admission/nouvelle')
    expect(await page.getByLabel('Raison sociale', { exact: true }).inputValue()).toBe('Texte à garder')
    expect(await page.getByLabel('Distributeur').isChecked()).toBe(true)
    await page.goto(`${desks.origin}/operateur/admission`)
    expect(await page.locator('main').innerText()).toContain('Aucune demande.')
  })

  it('never comes back to somebody else', async () => {
    const page = await signIn(desks, 'omar', noScript)
    await write(page)
    await passProvider(page, 'odile')
    expect(at(page)).toBe('/operateur/admission/nouvelle')
    expect(await page.getByLabel('Raison sociale', { exact: true }).inputValue()).toBe('')
  })
})

describe.skipIf(!hasChromium)('with script', () => {
  it('a real key is asked by the page, and its answer is posted by the form', async () => {
    const page = await signIn(desks, 'noel')
    const broken: string[] = []
    page.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) broken.push(message.text())
    })
    const devTools = await page.context().newCDPSession(page)
    await devTools.send('WebAuthn.enable')
    const plugIn = async (): Promise<string> => {
      const { authenticatorId } = await devTools.send('WebAuthn.addVirtualAuthenticator', {
        options: {
          protocol: 'ctap2',
          transport: 'usb',
          hasUserVerification: true,
          isUserVerified: true,
          automaticPresenceSimulation: true,
        },
      })
      return authenticatorId
    }
    const isTouched = (authenticatorId: string, enabled: boolean): Promise<unknown> =>
      devTools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled })
    const begin = async (label: string): Promise<void> => {
      await page.goto(`${desks.origin}/operateur/compte`)
      await fill(page, 'Nom de la clé', label)
      await page.getByRole('button', { name: 'Préparer la clé' }).click()
      await page.getByRole('button', { name: 'Toucher la nouvelle clé' }).click()
    }
    const first = await plugIn()
    await begin('Clé de bureau')
    await page.getByText('Clé de sécurité ajoutée.').waitFor()
    // From the second one on, a key that is there must agree: the page asks it.
    await isTouched(first, false)
    const second = await plugIn()
    await begin('Clé de secours')
    await page.getByRole('heading', { name: 'Ajouter la clé Clé de secours' }).waitFor()
    await isTouched(second, false)
    await isTouched(first, true)
    await page.getByRole('button', { name: 'Toucher ma clé' }).click()
    await page.getByText('Clé de sécurité ajoutée.').waitFor()
    expect(await page.locator('form[action="?/endKey"]').count()).toBe(2)
    expect(broken).toEqual([])
  })
})

describe.skipIf(!hasChromium)('by keyboard', () => {
  it('skip links come first, lead where they say, and the order is that of reading', async () => {
    const page = await signIn(desks, 'denise')
    await page.goto(`${desks.origin}/agence/a-faire`)
    const focused = (): Promise<string> =>
      page.evaluate('(document.activeElement?.textContent ?? "").trim().replace(/\\s+/g, " ")')
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('Aller au contenu')
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('Aller au menu')
    await page.keyboard.press('Tab')
    expect(await focused()).toMatch(/DRIM-M/)
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('À faire')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Enter')
    expect(await page.evaluate('document.activeElement?.id')).toBe('contenu')
  })

  it('after a fault, and after an act, what is said has the focus', async () => {
    const page = await signIn(desks, 'olga')
    await page.goto(`${desks.origin}/operateur/equipe`)
    await page.getByRole('button', { name: 'Envoyer l’invitation' }).click()
    await page.getByRole('alert').waitFor()
    expect(await page.evaluate('document.activeElement?.getAttribute("role")')).toBe('alert')
    await fill(page, 'Adresse électronique', 'second@demo.example')
    await page.locator('form[action="?/invite"]').getByLabel('Nom', { exact: true }).fill('Seconde Personne')
    await page.locator('form[action="?/invite"]').getByLabel('Lecteur').check()
    await page.getByRole('button', { name: 'Envoyer l’invitation' }).click()
    await page.getByText('Invitation envoyée par courriel.').waitFor()
    expect(await page.evaluate('document.activeElement?.getAttribute("role")')).toBe('status')
  })
})

describe.skipIf(!hasChromium)('axe finds nothing wrong, and nothing scrolls sideways', () => {
  const looks = {
    'light 1280': { colorScheme: 'light', viewport: { width: 1280, height: 900 } },
    'dark 390': { colorScheme: 'dark', viewport: { width: 390, height: 844 } },
  } as const
  const check = async (page: Page, path: string): Promise<void> => {
    await page.goto(desks.origin + path)
    expect(await faultsOf(page), path).toEqual([])
    const sideways = 'document.documentElement.scrollWidth > document.documentElement.clientWidth'
    expect(await page.evaluate(sideways), path).toBe(false)
    expect(await page.locator('[style]').count(), path).toBe(0)
  }

  it.each(Object.entries(looks))('on the desk of a party, %s', async (_, look) => {
    const page = await signIn(desks, 'olga', look)
    for (const path of PARTY_PAGES) await check(page, path)
    await page.goto(`${desks.origin}/operateur/contrat`)
    await check(page, (await page.locator('main .row-link').first().getAttribute('href')) ?? '')
  })

  it.each(Object.entries(looks))('on the desk of the agency, %s', async (_, look) => {
    const page = await signIn(desks, 'denise', look)
    for (const path of AGENCY_PAGES) {
      await check(page, path)
      const first = page.locator('main .row-link').first()
      if ((await first.count()) > 0) await check(page, (await first.getAttribute('href')) ?? '')
    }
  })

  it('on empty pages, on refused forms, and where the key is asked for', async () => {
    const page = await signIn(desks, 'noel')
    for (const path of ['/operateur', '/operateur/admission', '/operateur/compte']) await check(page, path)
    await page.goto(`${desks.origin}/operateur/admission/nouvelle`)
    await fill(page, 'SIREN', '1')
    await page.getByRole('button', { name: 'Ouvrir la demande' }).click()
    expect(await faultsOf(page)).toEqual([])
    await page.goto(`${desks.origin}/operateur/admission/01920000-0000-7000-8000-000000000000`)
    expect(await faultsOf(page)).toEqual([])
    const other = await signIn(desks, 'denise')
    await other.goto(`${desks.origin}/agence/operateurs?q=diradio`)
    await other.locator('main .row-link').first().click()
    await other.getByRole('link', { name: /Accord de test/ }).click()
    await other.getByText('Geler', { exact: true }).click()
    const freeze = other.locator('form[action="?/freeze"]')
    await freeze.getByLabel('Motif').fill('Essai du gel')
    await freeze.getByLabel('Règle').fill('Article 1')
    await freeze.getByRole('button').click()
    await other.getByRole('button', { name: 'Toucher ma clé' }).waitFor()
    expect(await faultsOf(other)).toEqual([])
  })
})

describe.skipIf(!hasChromium)('without the registry', () => {
  it('a desk says that it cannot know who asks, and does not sign anybody out', async () => {
    const portal = await startPortal('http://127.0.0.1:9')
    const context = await desks.browser.newContext()
    try {
      await context.addCookies([sessionOf('session-of-a-test')])
      const page = await context.newPage()
      const answer = await page.goto(`${portal.origin}/operateur/courriers`)
      expect(answer?.status()).toBe(503)
      expect(answer?.headers()['cache-control']).toBe('private, no-store')
      expect(await faultsOf(page)).toEqual([])
      expect((await context.cookies()).some(({ name }) => name === '__Host-session')).toBe(true)
      await page.goto(`${portal.origin}/connexion`)
      await page.getByRole('button', { name: 'Se connecter' }).click()
      expect(await said(page)).toContain('Le registre ne répond pas')
    } finally {
      await context.close()
      await portal.stop()
    }
  })
})
