import { createHash } from 'node:crypto'
import type { AdmissionCode } from '@trust-space/whitelist'
import type { Health } from './health.ts'
import {
  ALARM_TEXTS,
  frenchCount,
  frenchDuration,
  frenchNumber,
  frenchTime,
  OUTCOMES,
  REFUSALS,
  STATUS_SENTENCES,
  STATUS_TITLES,
} from './health-texts.ts'

// The neutral tokens of the portal; nothing here looks like a site of the State or of a vendor.
const STYLE = `
:root{color-scheme:light dark;--paper:#FBF9F5;--surface:#FFF;--ink:#1D1A22;--ink2:#57525F;--line:#DED8CE;--accent:#5B2A6E;
--healthy:#17603A;--healthy-soft:#E4F3E9;--warning:#744600;--warning-soft:#FFF0D2;--closed:#981B12;--closed-soft:#FDE7E2}
@media(prefers-color-scheme:dark){:root{--paper:#16131A;--surface:#1F1B25;--ink:#F3EFF6;--ink2:#BDB6C6;--line:#3A3442;--accent:#DDBDF0;
--healthy:#93DEB2;--healthy-soft:#14301F;--warning:#FFD083;--warning-soft:#3A2908;--closed:#FFB7AA;--closed-soft:#451A14}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.55 system-ui,sans-serif;font-variant-numeric:tabular-nums}
main,header{max-width:60rem;margin:0 auto;padding:16px 20px}.strip{background:#1D1A22;color:#fff;text-align:center;padding:4px;font-weight:650;letter-spacing:.08em}
h1{font-size:1.75rem;line-height:1.18;margin:8px 0}h2{font-size:1.25rem;line-height:1.18;margin:32px 0 12px}p{max-width:68ch;margin:8px 0}
.muted{color:var(--ink2)}.state{border-radius:14px;padding:16px 20px;border:1px solid currentColor}
.healthy{background:var(--healthy-soft);color:var(--healthy)}.warning{background:var(--warning-soft);color:var(--warning)}.closed{background:var(--closed-soft);color:var(--closed)}
dl{display:grid;grid-template-columns:minmax(10rem,max-content) 1fr;gap:8px 20px;background:var(--surface);border:1px solid var(--line);border-radius:14px;padding:16px 20px;margin:0}
dt{color:var(--ink2)}dd{margin:0;overflow-wrap:anywhere}code{font-family:ui-monospace,monospace;font-size:.875rem;overflow-wrap:anywhere}
.wide{overflow-x:auto}table{width:100%;border-collapse:collapse;background:var(--surface);border:1px solid var(--line)}caption{text-align:left;color:var(--ink2);padding:4px 0}
th,td{text-align:left;padding:8px 12px;border-bottom:1px solid var(--line);vertical-align:top}ul{padding-left:20px}a{color:var(--accent)}
a:focus-visible,.wide:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
@media(max-width:30rem){dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:8px}}
`
const STYLE_DIGEST = createHash('sha256').update(STYLE).digest('base64')

/** No script, no style but this one, no frame, nothing from elsewhere. */
export const HEALTH_PAGE_CSP = `default-src 'none'; style-src 'sha256-${STYLE_DIGEST}'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

/** The health of a box as a page in French. Works without script; every value from outside is escaped. */
export function healthPage(health: Health): string {
  const title = STATUS_TITLES[health.status]
  const isDemo = health.list?.signer.dn.includes('DEMO') === true
  return `<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">
<title>${escape(health.name)} : ${escape(title)}</title><style>${STYLE}</style></head><body>
${isDemo ? '<div class="strip">DÉMONSTRATION</div>' : ''}
<header><span class="muted">DRIMbox n° ${health.number}, ${escape(health.name)}</span></header>
<main>
<div class="state ${health.status}"><h1>${escape(title)}</h1><p>${STATUS_SENTENCES[health.status]}</p></div>
<p class="muted">État du ${time(health.at)}. <a href="/">Actualiser</a>, <a href="/health.json">Le même état en JSON</a></p>
${alarms(health)}
<h2>La liste en vigueur</h2>
${list(health)}
<h2>Cette DRIMbox</h2>
<dl><dt>Nom d’hôte</dt><dd><code>${escape(health.host)}</code></dd>
<dt>Rôles</dt><dd>${health.roles.map((role) => (role === 'source' ? 'source' : 'consommatrice')).join(', ')}</dd>
<dt>Dans la liste</dt><dd>${health.self === 'listed' ? 'oui, avec ce certificat' : `non (<code>${escape(health.self)}</code>)`}</dd>
<dt>Son certificat finit</dt><dd>${time(health.certificate.notAfter)}</dd></dl>
<h2>Derniers relevés</h2>
${table(
  'Les plus récents d’abord',
  ['Heure', 'Résultat', 'Code', 'Durée'],
  health.polls.last.map((poll) => [
    time(poll.at),
    OUTCOMES[poll.outcome],
    code(poll.code),
    `${frenchNumber(poll.durationMs)} ms`,
  ]),
  'Aucun relevé pour le moment.',
)}
<p class="muted">Un relevé toutes les ${frenchDuration(health.polls.periodSeconds)} environ.${health.polls.nextAt === null ? '' : ` Prochain : ${time(health.polls.nextAt)}.`}</p>
<h2>Listes de révocation</h2>
${table(
  'Une par autorité',
  ['Autorité', 'Publiée', 'Périmée', 'Dernier défaut'],
  health.revocationLists.map((crl) => [
    escape(crl.issuer ?? crl.url),
    crl.thisUpdate === null
      ? 'absente'
      : `${time(crl.thisUpdate)} (il y a ${frenchDuration(crl.ageSeconds ?? 0)})`,
    crl.nextUpdate === null ? '–' : time(crl.nextUpdate),
    escape(crl.fault ?? 'aucun'),
  ]),
  'Aucune.',
)}
<h2>Admission depuis le démarrage</h2>
${table(
  `${frenchCount(health.admission.admitted, 'demande servie', 'demandes servies')}, ${frenchCount(health.admission.tlsFailed, 'poignée de main TLS manquée', 'poignées de main TLS manquées')}`,
  ['Refus', 'Nombre'],
  Object.entries(health.admission.refused).map(([reason, count]) => [
    `${REFUSALS[reason as AdmissionCode]} ${code(reason)}`,
    frenchNumber(count),
  ]),
  'Aucun refus.',
)}
<p class="muted">Heures de Paris.</p>
</main></body></html>
`
}

function alarms(health: Health): string {
  const standing = health.alarms.map(
    (alarm) =>
      `<li><strong>${ALARM_TEXTS[alarm.code]}</strong> Depuis le ${time(alarm.since)}. <code>${escape(`${alarm.code}: ${alarm.detail}`)}</code></li>`,
  )
  const past = health.pastAlarms.map(
    (alarm) =>
      `<li>${ALARM_TEXTS[alarm.code]} Du ${time(alarm.since)} au ${time(alarm.until)}. <code>${escape(`${alarm.code}: ${alarm.detail}`)}</code></li>`,
  )
  return `<h2>Alarmes</h2>
${standing.length === 0 ? '<p>Aucune alarme.</p>' : `<ul>${standing.join('')}</ul>`}
${past.length === 0 ? '' : `<details><summary>Alarmes passées (${past.length})</summary><ul>${past.join('')}</ul></details>`}`
}

function list({ list: held, quarantined }: Health): string {
  const aside = `<dt>Documents refusés, gardés à part</dt><dd>${frenchNumber(quarantined)}</dd>`
  if (held === null) return `<dl><dt>Liste</dt><dd>aucune</dd>${aside}</dl>`
  return `<dl><dt>Entrées chargées</dt><dd>${frenchNumber(held.entries)}</dd>
<dt>Numéro</dt><dd>${held.sequence === null ? 'non communiqué' : frenchNumber(held.sequence)} <span class="muted">(indicatif : il n’est pas signé)</span></dd>
<dt>Signée</dt><dd>${time(held.signedAt)}, il y a ${frenchDuration(held.signedAgeSeconds)}</dd>
<dt>Vérifiée</dt><dd>${time(held.verifiedAt)}, il y a ${frenchDuration(held.verifiedAgeSeconds)}</dd>
<dt>Sans nouvelle liste, plus d’admission</dt><dd>${held.closesAt === null ? '–' : `le ${time(held.closesAt)}`}</dd>
<dt>Signataire</dt><dd>${escape(held.signer.dn)}</dd>
<dt>Empreinte du contenu</dt><dd><code>${escape(held.digest)}</code></dd>
<dt>Empreinte du fichier</dt><dd><code>${escape(held.fileSha256)}</code></dd>
<dt>Remarques de la vérification</dt><dd>${held.warnings.length === 0 ? 'aucune' : escape([...new Set(held.warnings)].join(', '))}</dd>
${aside}</dl>`
}

function table(
  caption: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  empty: string,
): string {
  if (rows.length === 0) return `<p>${empty}</p>`
  const head = heads.map((text) => `<th scope="col">${text}</th>`).join('')
  const body = rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')
  return `<div class="wide" tabindex="0" role="region" aria-label="${caption}"><table><caption>${caption}</caption><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`
}

function time(iso: string): string {
  return `<time datetime="${escape(iso)}">${frenchTime(iso)}</time>`
}

function code(value: string | null): string {
  return value === null ? '–' : `<code>${escape(value)}</code>`
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
