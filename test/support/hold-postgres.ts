import { startPostgres } from '../../demo/postgres.ts'

// A launcher to be killed: starts a cluster in argv[2], says its pid, and waits.
const directory = process.argv[2] ?? ''
const server = await startPostgres({
  directory: `${directory}/pg`,
  socketDirectory: `${directory}/socket`,
  durable: false,
})
console.log(server.pid)
setInterval(() => undefined, 60_000)
