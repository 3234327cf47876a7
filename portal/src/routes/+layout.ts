// Script adds, never carries (portal.md 1.6): pages are made here and work by links and posts.
// A desk that needs more says so in its own layout.
export const csr = false
