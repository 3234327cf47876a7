import { defineParams } from '@sveltejs/kit/params'

/** Parts of our addresses that must have a form; any other text there is a page that does not exist. */
export const params = defineParams({
  sequence: (text) => (/^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined),
  code: (text) => (/^[a-z0-9-]{1,64}$/.test(text) ? text : undefined),
  id: (text) => (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) ? text : undefined),
  fingerprint: (text) => (/^[0-9a-f]{64}$/.test(text) ? text : undefined),
})
