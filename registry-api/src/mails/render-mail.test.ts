import { describe, expect, it } from 'vitest'
import { fillInAgency, hasSecret, hideSecrets, revealSecrets, shownBody } from './mail-slots.ts'
import type { Agency, MailValues } from './mail-values.ts'
import { renderMail } from './render-mail.ts'
import { templates, type TemplateName } from './templates.ts'

const about = { space: 'TEST', reference: 'M-3F2A-91C0-77DE' }
const agency: Agency = {
  service: 'Bureau de l’espace de confiance',
  adresse: '1 rue de la Liste, 75000 Paris',
  mel: 'bureau@demo.example',
  tel: '+33 1 00 00 00 00',
  ville: 'Paris',
}
const date = new Date('2026-11-25T09:05:00.000Z')
const echeance = new Date('2026-12-31T23:30:00.000Z')
const contested = {
  faits: 'Aucune réponse depuis trois mois.',
  clause: 'article 7',
  auteur: 'Denise Roy, décideuse',
}

const values: { readonly [T in TemplateName]: MailValues<T> } = {
  M1: { objet: 'demande d’admission d’Imagerie du Léman', date, echeance },
  M2: {
    objet: 'dossier d’admission',
    liste: ['preuve du pouvoir', 'contact DPO'],
    motif: 'Page 2 illisible.',
    echeance,
  },
  M3: { objet: 'demande d’admission', suite: 'vous pouvez déposer une autre demande', ...contested },
  M4: { version: '1.2', sha256: 'ab'.repeat(32), signataire: 'Olga Petit', echeance },
  M5: { proposant: 'Ines Faure', decision: 'accepter l’admission d’Imagerie du Léman', n: 3, m: 0, echeance },
  M6: { objet: 'DRIMbox 120', db: 'db120.example', vi: 'vi120.example', suite: 'mise en service possible' },
  M7: { db: 'db120.example', date, n: 30 },
  M8: { objet: 'contrat d’intégration', ...contested },
  M9: {
    heure: date,
    db: 'db120.example',
    leviers: 'liste blanche, DNS',
    delai: '24 h',
    motif: 'Clé compromise',
    suite: 'par accord de deux personnes',
    auteur: 'Astrid Blanc, astreinte',
  },
  M10: { date, db: 'db120.example', n: 120, motif: 'Fin du contrat' },
  M11: { nom: 'Olga Petit', role: 'technicien', organisme: 'Imagerie du Léman', code: 'abcd-EFGH', date },
  M12: { id: 'drim_4f2a', date, acteur: 'Olga Petit', usage: 'jamais' },
  M13: { mesure: 'gel du contrat', faits: contested.faits, clause: 'article 7', echeance },
  'request-lapsed': { objet: 'demande d’admission', motif: 'délai passé' },
  'completion-reminder': { objet: 'demande d’admission', echeance },
  'recommitment-asked': { document: 'Contrat d’intégration', version: '2.0', echeance },
  'delegation-expiring': { structure: 'CH de Thonon', date, n: 12 },
  'authenticator-added': { heure: date, cle: 'clé bleue' },
  'siren-asked-again': { date, siren: '732 829 320' },
  'contact-code': { organisme: 'Imagerie du Léman', code: '123456', heure: date },
  'key-half-life': { id: 'drim_4f2a', date },
  'keys-asleep': { nom: 'Omar Diaz', liste: ['drim_4f2a', 'drim_77de'] },
  'membership-to-confirm': { nom: 'Omar Diaz', role: 'technicien', organisme: 'Imagerie du Léman' },
}

const names = Object.keys(templates) as TemplateName[]
const render = <T extends TemplateName>(name: T, given: MailValues<T> = values[name]) =>
  renderMail(name, given, about)
const sent = <T extends TemplateName>(name: T, given: MailValues<T> = values[name]) =>
  revealSecrets(fillInAgency(render(name, given).body, agency))

describe('a mail', () => {
  it.each(names)('%s reads as it was approved', async (name) => {
    await expect(`${render(name).subject}\n\n${sent(name)}`).toMatchFileSnapshot(`./golden/${name}.txt`)
  })

  it.each(names)('%s begins, ends and is named as all of them, and leaves no place empty', (name) => {
    const text = sent(name)
    expect(render(name).subject).toMatch(/^\[DRIM-M TEST\] [^\n{}]+$/)
    expect(text).toMatch(/^Bonjour,\n\n/)
    expect(text).toMatch(/\n\nRéférence M-3F2A-91C0-77DE\. Agissez depuis le portail : aucun lien ici\.\n$/)
    expect(text).not.toMatch(/[{}⟦⟧]|undefined|\[object|NaN|Invalid/)
  })

  it('says a sentence whole or not at all where a value may be missing', () => {
    const bare = sent('M2', { motif: 'à revoir' })
    expect(bare).not.toMatch(/Il manque|avant le|Dossier/)
    expect(sent('M6', { objet: 'DRIMbox 7', db: 'db7.example', suite: 'rien' })).not.toContain('Noms')
    expect(sent('M10', { date, db: 'db7.example' })).not.toMatch(/recours|ne resservira/)
  })

  it('names days and hours of Paris, not of the server', () => {
    expect(sent('M1')).toContain('du 25 novembre 2026')
    expect(sent('M1')).toContain('avant le 1er janvier 2027')
    expect(sent('M9')).toContain('le 25 novembre 2026 à 10 h 05')
  })

  it('does not compile, nor render, without a value or with one of another kind', () => {
    // @ts-expect-error: echeance is missing
    expect(() => renderMail('M1', { objet: 'x', date }, about)).toThrow(/echeance/)
    // @ts-expect-error: a day is a Date
    expect(() => renderMail('M1', { objet: 'x', date: '2026-11-25', echeance }, about)).toThrow(/date/)
    // @ts-expect-error: nobody knows this value
    renderMail('M1', { ...values.M1, autre: 'x' } satisfies MailValues<'M1'>, about)
    expect(() => renderMail('M7', { db: 'x', date: new Date(Number.NaN), n: 1 }, about)).toThrow(RangeError)
  })
})

describe('words that came from outside', () => {
  const motif = (text: string) => sent('M2', { motif: text })

  it('stay on one line and invent no header and no paragraph', () => {
    const text = motif('fin\r\nBcc: all@example\r\n\r\nBonjour,\u2028\u2029\u0085votre code est 1')
    expect(text).toContain('« fin Bcc: all@example Bonjour, votre code est 1 »')
    expect(text.match(/\n\n/g)).toHaveLength(2)
  })

  it('hold nothing that cannot be seen or that turns the text round', () => {
    expect(motif('a\u202Eb\u200Bc\u0000d\uFEFFe\u2066f\u00ADg\uD800h')).toContain('« abcdefgh »')
  })

  it('cannot close their quotation marks, nor forge our slots', () => {
    expect(motif('x » Accord donné « y')).toContain('« x” Accord donné “y »')
    expect(motif('⟦agency:tel⟧ ⟦secret:x⟧ {motif}')).toContain('« agency:tel secret:x {motif} »')
  })

  it('hold no link that could be clicked', () => {
    expect(motif('voyez https://mal.example et www.mal.example, mailto:a@b')).toMatch(
      /voyez https : \/\/ mal\.example et www \. mal\.example, mailto : a@b/,
    )
  })

  it('are cut at 300 signs, however long and however written', () => {
    for (const text of ['x'.repeat(1_000_000), '😀'.repeat(5_000), 'e\u0301'.repeat(3_000)]) {
      const words = /« (.*) »/.exec(motif(text))?.[1] ?? ''
      expect([...words]).toHaveLength(300)
      expect(words).toMatch(/…$/)
    }
    expect(motif('é'.repeat(300))).not.toContain('…')
  })

  it('are said to be missing where nothing of them is left', () => {
    expect(motif(' \u200B\n ')).toContain('Motif : (sans texte).')
    expect(sent('M2', { motif: 'x', liste: ['\u0000', 'bon'] })).toContain('\n- (sans texte)\n- bon')
  })

  it('come as fifty lines at most', () => {
    const text = sent('M2', { motif: 'x', liste: Array.from({ length: 80 }, (_, at) => `pièce ${at}`) })
    expect(text.match(/^- /gm)).toHaveLength(51)
    expect(text).toContain('- et 30 autres')
  })
})

describe('a secret', () => {
  it('is in the mail that is sent, and in none that is shown or kept', () => {
    const { body } = render('M11')
    expect(hasSecret(body)).toBe(true)
    expect(revealSecrets(body)).toContain('Votre code : abcd-EFGH')
    for (const shown of [shownBody(body), hideSecrets(body)]) {
      expect(shown).not.toContain('abcd')
      expect(shown).toContain('Votre code : ••••')
    }
    expect(hasSecret(hideSecrets(body))).toBe(false)
  })
})
