import adapter from '@sveltejs/adapter-node'
import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig } from 'vite'

export default defineConfig({
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
