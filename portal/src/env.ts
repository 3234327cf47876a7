import { building } from '$app/env'
import { defineEnvVars } from '@sveltejs/kit/env'
import { httpUrl, optionalHttpUrl, originOf } from './configuration.ts'

// `vite build` loads the pages too and has no environment: it gets addresses that lead nowhere.
const nowhere = 'http://localhost:9'

/** The part of the environment that pages read, by `$app/env/private`. `main.ts` has told every fault before. */
export const variables = defineEnvVars({
  PORTAL_ORIGIN: { schema: (value) => (building ? nowhere : originOf(value, 'PORTAL_ORIGIN')) },
  PORTAL_API_URL: { schema: (value) => (building ? nowhere : httpUrl(value, 'PORTAL_API_URL')) },
  /** Of the demo alone; absent elsewhere. */
  PORTAL_SOFT_AUTHENTICATOR_URL: {
    schema: (value) => optionalHttpUrl(value, 'PORTAL_SOFT_AUTHENTICATOR_URL'),
  },
  PORTAL_WHITELIST_URL: { schema: (value) => (building ? nowhere : httpUrl(value, 'PORTAL_WHITELIST_URL')) },
})
