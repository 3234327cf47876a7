import { error } from '@sveltejs/kit'
import { messages } from '#lib/messages/fr.ts'
import type { AuthorityCertificate } from '#lib/server/registry.types.ts'
import { registry } from '#lib/server/trust-space.ts'
import { certificateFile, type CertificateKind } from '#lib/verify-command.ts'
import type { RequestHandler } from './$types'

/** One certificate of the authority as a file, named as the command on the list page names it. */
export const GET: RequestHandler = async ({ params }) => {
  const reading = await registry.trustAnchors()
  if (!reading.known) error(503, messages.failure.title)
  const { anchors, intermediates } = reading.value
  const all = [...anchors.map(named('racine')), ...intermediates.map(named('autorite'))]
  const found = all.find(({ certificate }) => certificate.fingerprint === params.fingerprint)
  if (found === undefined) error(404, messages.errors.notFound)
  return new Response(found.certificate.pem, {
    headers: {
      'content-type': 'application/x-pem-file',
      'content-disposition': `attachment; filename="${found.file}"`,
      'cache-control': 'public, max-age=300',
    },
  })
}

const named = (kind: CertificateKind) => (certificate: AuthorityCertificate, index: number) => ({
  certificate,
  file: certificateFile(kind, index),
})
