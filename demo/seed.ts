import { readFileSync } from 'node:fs'
import type { ApiClient } from './launch/api-client.ts'
import type { Layout } from './launch/layout.ts'
import { demoBoxes, demoOrganisations, supportContactOf, viewerHostOf, wadoHostOf } from './world.ts'

interface Page<T> {
  readonly items: readonly T[]
}

/**
 * Registers the organisations and DRIMboxes of the demo where they are missing, as an administrator would. What is there
 * is left as it is, whatever somebody made of it since. Throws StartFault `seed-refused`.
 */
export async function seed(api: ApiClient, layout: Layout, say: (text: string) => void): Promise<void> {
  const operatorIds = new Map<string, string>()
  for (const { name, kinds, siren, siret } of Object.values(demoOrganisations)) {
    const { items } = await api.get<Page<{ id: string; displayName: string }>>(
      `/v1/organisations?q=${encodeURIComponent(name)}`,
    )
    const known = items.find((each) => each.displayName === name)
    if (!known) say(`registering ${name}`)
    const { id } =
      known ?? (await api.post<{ id: string }>('/v1/operators', { name, kinds, siren, siretSeat: siret }))
    operatorIds.set(name, id)
  }
  for (const { number, operator } of demoBoxes) {
    const { items } = await api.get<Page<object>>(`/v1/drimboxes?number=${number}`)
    if (items.length > 0) continue
    say(`registering DRIMbox ${number}`)
    await api.post('/v1/drimboxes', {
      operatorId: operatorIds.get(operator),
      number,
      wadoHost: wadoHostOf(number),
      viewerHost: viewerHostOf(number),
      // The box's own; the issuing CA stands after it in the file.
      certificate: /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/.exec(
        readFileSync(layout.box(number).certificateFile, 'utf8'),
      )?.[0],
      supportContact: supportContactOf(number),
    })
  }
}
