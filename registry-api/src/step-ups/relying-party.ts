import type { RelyingParty } from './webauthn.ts'

export interface RelyingPartySettings {
  readonly mode: 'demo' | 'real'
  /** The address of the portal's pages, as browsers name it to security keys. */
  readonly origin: string | undefined
  readonly id: string | undefined
}

/** Where `npm start` puts the portal. A real instance has no default identity. */
const ORIGIN_OF_DEMO = 'http://localhost:3000'

/** The host that keys are bound to and the one origin whose pages may ask them; or what is wrong with the settings. */
export function readRelyingParty(
  settings: RelyingPartySettings,
): RelyingParty | { readonly setting: 'ORIGIN' | 'RP_ID'; readonly fault: string } {
  const given = settings.origin ?? (settings.mode === 'demo' ? ORIGIN_OF_DEMO : undefined)
  if (given === undefined) return { setting: 'ORIGIN', fault: 'is needed in mode real' }
  const { origin, protocol, hostname } = new URL(given)
  if (settings.mode === 'real' && protocol !== 'https:')
    return { setting: 'ORIGIN', fault: 'must be https in mode real' }
  const id = settings.id ?? hostname
  if (!`.${hostname}`.endsWith(`.${id}`))
    return { setting: 'RP_ID', fault: 'must be the host of REGISTRY_WEBAUTHN_ORIGIN or a domain above it' }
  return { id, origin }
}
