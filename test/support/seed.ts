import { ZONE, type Answer, type TrustSpace } from './trust-space.ts'

/** An operator, by its name. */
export async function seedOperator(space: TrustSpace, name = 'E-MEDIA'): Promise<string> {
  const { status, json, text } = await space.request('POST', '/v1/operators', { body: { name } })
  if (status !== 201) throw new Error(text)
  return json.id
}

export function drimboxOf(number: number, operatorId: string, over: Record<string, unknown> = {}) {
  const wadoHost = `db${number}.${ZONE}`
  return {
    operatorId,
    number,
    wadoHost,
    viewerHost: `vi${number}.${ZONE}`,
    certificateDn: `CN=${wadoHost},OU=300000001831981,O=CENTRE D'IMAGERIE ${number},ST=Côte-d'Or (21),C=FR`,
    supportContact: 'support@e-media.fr',
    ...over,
  }
}

export async function seedDrimbox(space: TrustSpace, number: number, operatorId: string): Promise<Answer> {
  const answer = await space.request('POST', '/v1/drimboxes', { body: drimboxOf(number, operatorId) })
  if (answer.status !== 201) throw new Error(answer.text)
  return answer
}

/** Suspends, restores or withdraws by number, as drim-registry does. */
export async function act(
  space: TrustSpace,
  number: number,
  what: 'suspend' | 'restore' | 'withdraw',
  reason = 'because the test says so',
): Promise<Answer> {
  const { json } = await space.request('GET', `/v1/drimboxes?number=${number}`)
  const [box] = json.items
  if (box === undefined) throw new Error(`no DRIMbox ${number}`)
  return space.request('POST', `/v1/drimboxes/${box.id}/${what}`, {
    body: { reason },
    headers: { 'if-match': `"v${box.version}"` },
  })
}
