import { Html, markup } from '../page.ts'
import type { StoredMail } from './mail-store.ts'

const ROWS_MAX = 200
const TIME = new Intl.DateTimeFormat('fr-FR', {
  dateStyle: 'short',
  timeStyle: 'medium',
  timeZone: 'Europe/Paris',
})

/** The newest mails, or those to whoever was searched for. */
export function mailList(mails: readonly StoredMail[], to: string): Html {
  return markup`<p>Le registre de la démonstration n’écrit à personne : ses courriers arrivent ici, tels qu’ils seraient partis.</p>
<form class="row" method="get" action="/" role="search"><label>Destinataire<br><input name="to" value="${to}" maxlength="200" autocomplete="off" spellcheck="false"></label>
<button class="inline">Chercher</button></form>
${mails.length === 0 ? markup`<p>${to === '' ? 'Aucun courrier pour le moment.' : `Aucun courrier pour «\u00a0${to}\u00a0».`}</p>` : table(mails, to)}
<p class="muted">Heures de Paris. <a href="${jsonAddress(to)}">Les mêmes en JSON</a>.</p>`
}

/** One mail, as plain text. */
export function oneMail(mail: StoredMail): Html {
  return markup`<dl><dt>De</dt><dd>${mail.from}</dd><dt>À</dt><dd>${mail.to.join(', ')}</dd><dt>Reçu</dt><dd>${time(mail)}</dd>
<dt>Message-ID</dt><dd><code>${mail.messageId}</code></dd>${mail.duplicates === 0 ? markup`` : markup`<dt>Remis de nouveau</dt><dd>${mail.duplicates} fois, gardé une fois</dd>`}</dl>
<pre>${mail.text}</pre><p><a href="/">Tous les courriers</a>${mail.to.map((each) => markup`, <a href="/?to=${encodeURIComponent(each)}">ceux de ${each}</a>`)}</p>`
}

function table(mails: readonly StoredMail[], to: string): Html {
  const caption = `${mails.length} ${mails.length === 1 ? 'courrier' : 'courriers'}${to === '' ? '' : ` pour «\u00a0${to}\u00a0»`}, les plus récents d’abord${mails.length > ROWS_MAX ? `\u00a0; les ${ROWS_MAX} premiers sont montrés` : ''}`
  return markup`<div class="wide" tabindex="0" role="region" aria-label="Courriers"><table><caption>${caption}</caption>
<thead><tr><th scope="col">Reçu</th><th scope="col">À</th><th scope="col">Objet</th></tr></thead><tbody>${mails
    .slice(0, ROWS_MAX)
    .map(
      (mail) =>
        markup`<tr><td>${time(mail)}</td><td>${mail.to.join(', ')}</td><td><a href="/mails/${mail.id}">${mail.subject === '' ? '(sans objet)' : mail.subject}</a></td></tr>`,
    )}</tbody></table></div>`
}

function time({ at }: StoredMail): Html {
  return markup`<time datetime="${at}">${TIME.format(new Date(at))}</time>`
}

function jsonAddress(to: string): string {
  return to === '' ? '/mails.json' : `/mails.json?to=${encodeURIComponent(to)}`
}
