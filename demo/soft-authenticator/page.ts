import type { SoftAuthenticator } from './soft-authenticator.ts'

export const STYLE = `body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}
.demo{border:.25rem solid #8a1c1c;padding:.75rem 1rem;font-weight:700;color:#8a1c1c;background:#fff5f5}
table{border-collapse:collapse;width:100%}caption,th,td{text-align:left;padding:.25rem .5rem}td,th{border-bottom:1px solid #bbb}
code{overflow-wrap:anywhere}`

/** The page of the software key: what it is, and whose keys it holds. In French, as every screen. */
export function keysPage(keys: ReturnType<SoftAuthenticator['keys']>, portalOrigin: string): string {
  const rows = keys
    .toSorted((a, b) => a.userName.localeCompare(b.userName, 'fr'))
    .map(
      ({ userName, credentialId, rpId, counter }) =>
        `<tr><th scope="row">${escape(userName)}</th><td><code>${escape(credentialId.slice(0, 12))}…</code></td>` +
        `<td>${escape(rpId)}</td><td>${counter}</td></tr>`,
    )
  const table =
    rows.length === 0
      ? '<p>Aucune clé pour l’instant. La première est créée depuis le portail, à la page « Clés de sécurité ».</p>'
      : `<table><caption>Clés par personne</caption><thead><tr><th scope="col">Personne</th>` +
        `<th scope="col">Clé</th><th scope="col">Site</th><th scope="col">Signatures</th></tr></thead>` +
        `<tbody>${rows.join('')}</tbody></table>`
  return `<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>DÉMONSTRATION : clé de sécurité logicielle</title><style>${STYLE}</style></head>
<body><main>
<p class="demo">DÉMONSTRATION : clé de sécurité logicielle</p>
<h1>Clé de sécurité logicielle</h1>
<p>Ce programme tient lieu de clé de sécurité matérielle (WebAuthn) pour la démonstration. Il signe sans demander ni
code ni toucher : il ne protège rien, et un espace de confiance réel le refuse.</p>
<p>Il ne répond qu’au portail de cette démonstration, <code>${escape(portalOrigin)}</code>.</p>
${table}
</main></body></html>
`
}

function escape(text: string): string {
  return text.replaceAll(
    /[&<>"']/g,
    (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[character]!,
  )
}
