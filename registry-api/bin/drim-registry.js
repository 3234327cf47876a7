#!/usr/bin/env node
// Runs cli/main.ts from source: that takes a Node that strips types, and the condition under which the rooms give
// their sources. A child gets both; this file only passes signals and the exit code on.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const at = (path) => fileURLToPath(new URL(path, import.meta.url))
const pinned = at(`../../node_modules/node-${process.platform}-${process.arch}/bin/node`)
const node = existsSync(pinned) ? pinned : process.execPath

const child = spawn(node, ['--conditions=development', at('../cli/main.ts'), ...process.argv.slice(2)], {
  stdio: 'inherit',
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('error', (error) => {
  process.stderr.write(`drim-registry: ${node} cannot be started: ${error.message}\n`)
  process.exitCode = 1
})
child.on('exit', (code, signal) => {
  if (signal !== null) process.kill(process.pid, signal)
  process.exitCode = code ?? 1
})
