import { error, type RequestEvent } from '@sveltejs/kit'
import { messages } from '#lib/messages/fr.ts'
import { formWords } from '#lib/messages/desk/forms.ts'
import { toSignIn } from './open-desk.ts'
import { deskAt } from './page.ts'
import type { Refused } from './refused.ts'

type Purpose = 'admission-piece' | 'power' | 'commitment' | 'delegation' | 'reference-document'

interface Uploaded {
  readonly id: string
  readonly name: string
  readonly sha256: string
  readonly bytes: number
}

const NAME_MAX = 120

/** Hands a chosen file to the registry; undefined where none was chosen. It judges size, kind and content. */
export async function uploadFile(
  event: RequestEvent,
  form: FormData,
  field: string,
  purpose: Purpose,
): Promise<Uploaded | { readonly refused: Refused } | undefined> {
  const file = form.get(field)
  if (!(file instanceof File) || file.size === 0) return undefined
  const query = new URLSearchParams({ purpose, name: decentName(file.name) })
  const answer = await deskAt(event.locals).api.call<Uploaded>({
    method: 'POST',
    path: `/v1/documents?${query.toString()}`,
    bytes: { type: 'application/pdf', data: new Uint8Array(await file.arrayBuffer()) },
  })
  return answer.ok ? answer.value : { refused: atField(answer.refused, field) }
}

/** A form without the file it is about. */
export function noFile(field: string): Refused {
  const fault = { pointer: `/${field.replaceAll('.', '/')}`, code: 'required', detail: formWords.noFile }
  return { status: 422, code: 'file-missing', detail: formWords.noFile, reference: '', faults: [fault] }
}

/** Gives a document to the person's browser as an attachment, through their own session. */
export async function downloadDocument(event: RequestEvent<{ id: string }>): Promise<Response> {
  const answer = await deskAt(event.locals).api.open(`/v1/documents/${event.params.id}/content`)
  if (!(answer instanceof Response)) {
    if (answer.status === 401) return toSignIn(event)
    error(answer.status === 404 ? 404 : 503, answer.status === 404 ? messages.errors.notFound : answer.detail)
  }
  return new Response(answer.body, {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition':
        answer.headers.get('content-disposition') ?? 'attachment; filename="document.pdf"',
      'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
      'cache-control': 'private, no-store',
    },
  })
}

function atField(refused: Refused, field: string): Refused {
  const fault = { pointer: `/${field.replaceAll('.', '/')}`, code: refused.code, detail: refused.detail }
  return { ...refused, faults: [fault] }
}

function decentName(name: string): string {
  const seen = name
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}]/gu, '')
    .trim()
  return [...seen].slice(0, NAME_MAX).join('').trim() || 'document.pdf'
}
