import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import adapter from '@sveltejs/adapter-node'
import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig } from 'vite'

// What the browser runs to ask a security key, as its authors bundle it: the package exports only its sources.
const webauthn = createRequire(import.meta.url).resolve('@simplewebauthn/browser')
const bundle = join(dirname(dirname(webauthn)), 'dist', 'bundle', 'index.umd.min.js')

export default defineConfig({
  // A pattern: the import ends in `?url`.
  resolve: { alias: [{ find: /^webauthn-browser-bundle/, replacement: bundle }] },
  plugins: [
    sveltekit({
      // Built aside: `demo/build-portal.ts` puts it in place as `build/` only once it is whole.
      adapter: adapter({ out: '.svelte-kit/portal' }),
      paths: { relative: false },
      version: { name: 'portal', pollInterval: 0 },
      csp: {
        mode: 'nonce',
        directives: {
          'default-src': ['none'],
          // `hooks.server.ts` puts the nonce of each answer here: no other script runs, not even of this origin.
          'script-src': ['self'],
          'style-src': ['self'],
          'font-src': ['self'],
          'img-src': ['self'],
          'connect-src': ['none'],
          'form-action': ['self'],
          'frame-ancestors': ['none'],
          'base-uri': ['none'],
        },
      },
    }),
  ],
})
