import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { typeset } from './french.ts'

// The neutral tokens of the portal and of the health pages: nothing here looks like a site of the State or of a vendor.
const STYLE = `
:root{color-scheme:light dark;--paper:#FBF9F5;--surface:#FFF;--ink:#1D1A22;--ink2:#57525F;--line:#DED8CE;--control:#857E8C;--accent:#5B2A6E}
@media(prefers-color-scheme:dark){:root{--paper:#16131A;--surface:#1F1B25;--ink:#F3EFF6;--ink2:#BDB6C6;--line:#3A3442;--accent:#DDBDF0}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.55 system-ui,sans-serif}
main{max-width:60rem;margin:0 auto;padding:16px 20px 48px}.strip{background:#1D1A22;color:#fff;text-align:center;padding:4px;font-weight:650;letter-spacing:.08em}
h1{font-size:1.75rem;line-height:1.18;margin:16px 0 8px}h2{font-size:1.25rem;line-height:1.18;margin:32px 0 12px}p{max-width:68ch;margin:8px 0}
.muted{color:var(--ink2)}.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:12px;margin:0;padding:0;list-style:none}
button{width:100%;min-height:44px;text-align:left;font:inherit;color:inherit;background:var(--surface);border:1px solid var(--control);border-radius:8px;padding:8px 14px;cursor:pointer}
button.inline{width:auto}.grid button{height:100%}button strong,button span{display:block}input{font:inherit;color:inherit;background:var(--surface);min-height:44px;border:1px solid var(--control);border-radius:8px;padding:8px 12px;max-width:100%}
form.row{display:flex;flex-wrap:wrap;gap:12px;align-items:end}label{display:block}
dl{display:grid;grid-template-columns:minmax(8rem,max-content) 1fr;gap:8px 20px;background:var(--surface);border:1px solid var(--line);border-radius:14px;padding:16px 20px;margin:0}
dt{color:var(--ink2)}dd{margin:0;overflow-wrap:anywhere}code,pre{font-family:ui-monospace,monospace;font-size:.9375rem;overflow-wrap:anywhere}
pre{background:var(--surface);border:1px solid var(--line);border-radius:14px;padding:16px 20px;white-space:pre-wrap}
.wide{overflow-x:auto}table{width:100%;border-collapse:collapse;background:var(--surface);border:1px solid var(--line)}caption{text-align:left;color:var(--ink2);padding:4px 0}
th,td{text-align:left;padding:8px 12px;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}a{color:var(--accent)}
a:focus-visible,button:focus-visible,input:focus-visible,.wide:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
@media(max-width:30rem){dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:8px}}
`
const STYLE_DIGEST = createHash('sha256').update(STYLE).digest('base64')

/** Text that is HTML already. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Value = string | number | Html | readonly Html[]

/** HTML in which every value is escaped, unless it is Html itself. */
export function markup(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  const written = values.map((value) => {
    if (value instanceof Html) return value.text
    if (typeof value === 'object') return value.map(({ text }) => text).join('')
    return String(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
  })
  return new Html(parts.map((part, at) => typeset(part) + (written[at] ?? '')).join(''))
}

/** A page of what surrounds the product: in French, marked DÉMONSTRATION, without script. */
export function demoPage(title: string, body: Html): string {
  return markup`<!doctype html>
    <html lang="fr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta name="robots" content="noindex" />
        <title>${title} (démonstration)</title>
        <style>${new Html(STYLE)}</style>
      </head>
      <body>
        <div class="strip">DÉMONSTRATION</div>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html>`.text
}

/**
 * What every such page is sent with: no script, no style but ours, no frame, nothing kept. `formsTo` names the origins
 * that a form may end at: browsers hold the redirects that follow a post against it too.
 */
export function demoPageHeaders(formsTo: readonly string[] = []): Record<string, string> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_DIGEST}'; base-uri 'none'; form-action ${["'self'", ...formsTo].join(' ')}; frame-ancestors 'none'`,
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  }
}

/** Answers with such a page. */
export function sendPage(
  response: ServerResponse,
  status: number,
  title: string,
  body: Html,
  formsTo: readonly string[] = [],
): void {
  response.writeHead(status, demoPageHeaders(formsTo)).end(demoPage(title, body))
}

/** A name of somebody else's that resolves to this machine would make their page one of ours. */
export function isForLoopback(request: IncomingMessage): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(request.headers.host ?? '')
}
