#!/usr/bin/env node
// In a clone the sources run as they are; an installed package has only dist, for Node strips no types in node_modules.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import { fileURLToPath } from 'node:url'

const source = new URL('../cli/main.ts', import.meta.url)
if (!existsSync(source)) {
  await import('../dist/cli/main.js')
} else if (process.features.typescript) {
  // Stripping types costs more than verifying 10,000 entries. The cache stands beside the code that it caches, not in a
  // shared temporary folder: who can write there could change the code itself.
  module.enableCompileCache(
    fileURLToPath(new URL('../../node_modules/.cache/drim-whitelist', import.meta.url)),
  )
  await import(source.href)
} else {
  // Called by an older Node than the clone pins: `npx` would have found the right one.
  const pinned = fileURLToPath(new URL('../../node_modules/.bin/node', import.meta.url))
  const call = [fileURLToPath(import.meta.url), ...process.argv.slice(2)]
  const { status, error } = spawnSync(pinned, call, { stdio: 'inherit' })
  if (error) process.stderr.write('drim-whitelist: needs Node 24 in a clone; call it by npx, after npm ci\n')
  process.exitCode = status ?? 2
}
