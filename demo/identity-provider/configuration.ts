import { interactionPolicy, type Configuration, type KoaContextWithOIDC } from 'oidc-provider'
import { demoPage, demoPageHeaders, markup } from '../page.ts'
import { metadataOf, type ProviderClient } from './clients.ts'
import type { ProviderKeys } from './keys.ts'
import type { Persona } from './personas.ts'

export const ACRS = ['eidas1', 'eidas2', 'eidas3'] as const
export type Acr = (typeof ACRS)[number]

/** Which provider behind the provider knew the person, as a federation would claim it. */
const IDP = 'demonstration'
const PAR_LESS = { enabled: false }
export const COOKIES = {
  session: 'demo_provider_session',
  interaction: 'demo_provider_interaction',
  resume: 'demo_provider_resume',
} as const

/** What oidc-provider is told. `personas` is read at each use, so that a test may change who there is. */
export function configurationOf(given: {
  readonly keys: ProviderKeys
  readonly clients: readonly ProviderClient[]
  readonly personas: () => readonly Persona[]
}): Configuration {
  const { keys, clients, personas } = given
  return {
    clients: clients.map(metadataOf),
    jwks: { keys: [...keys.signing] },
    cookies: { keys: [keys.cookies], names: COOKIES },
    responseTypes: ['code'],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
    pkce: { required: () => true },
    acrValues: [...ACRS],
    scopes: ['openid'],
    claims: {
      openid: ['sub', 'acr', 'amr', 'auth_time', 'idp_id'],
      profile: ['name', 'given_name', 'family_name'],
      email: ['email'],
      siret: ['siret'],
    },
    enabledJWA: {
      idTokenSigningAlgValues: ['RS256', 'ES256'],
      userinfoSigningAlgValues: ['RS256', 'ES256'],
    },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      pushedAuthorizationRequests: PAR_LESS,
      dPoP: { enabled: false },
      claimsParameter: { enabled: true },
      jwtUserinfo: { enabled: true },
    },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}`, policy: policy() },
    ttl: {
      Interaction: 900,
      AuthorizationCode: 60,
      AccessToken: 300,
      IdToken: 300,
      Session: 900,
      Grant: 900,
    },
    findAccount(_ctx, sub) {
      const persona = personas().find(({ login }) => login === sub)
      return persona && { accountId: sub, claims: async () => ({ sub, ...claimsOf(persona) }) }
    },
    loadExistingGrant: grantWhateverIsAsked,
    renderError(ctx, out) {
      ctx.set(demoPageHeaders())
      ctx.body = demoPage(
        'Connexion impossible',
        markup`<p>Le fournisseur d’identité de la démonstration refuse cette demande. Revenez au portail et recommencez.</p>
<dl><dt>Code</dt><dd><code>${out.error}</code></dd><dt>Détail</dt><dd><code>${out.error_description ?? '–'}</code></dd></dl>`,
      )
    },
  }
}

function claimsOf({ name, mail, siret }: Persona) {
  const [given, ...family] = name.split(' ')
  return {
    name,
    given_name: given,
    family_name: family.join(' '),
    email: mail,
    idp_id: IDP,
    ...(siret === undefined ? {} : { siret }),
  }
}

/**
 * Without the two checks that would ask again until the wanted `acr` comes: a provider may answer with a lower one, and
 * who relies on it must look.
 */
function policy() {
  const base = interactionPolicy.base()
  const login = base.get('login')
  for (const check of ['essential_acr', 'essential_acrs']) login?.checks.remove(check)
  return base
}

/** Consent of a demo is automatic: whatever the registered client asks. */
async function grantWhateverIsAsked(ctx: KoaContextWithOIDC) {
  const { client, session, params, provider } = ctx.oidc
  const grant = new provider.Grant({ clientId: client?.clientId, accountId: session?.accountId })
  grant.addOIDCScope(typeof params?.['scope'] === 'string' ? params['scope'] : 'openid')
  grant.addOIDCClaims(['name', 'given_name', 'family_name', 'email', 'siret', 'idp_id'])
  await grant.save()
  return grant
}
