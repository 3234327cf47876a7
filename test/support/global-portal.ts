import { buildPortalIfChanged } from '../../demo/build-portal.ts'

/** Before the browser tests: the portal as `npm start` would run it, built when its sources changed. */
export async function setup(): Promise<void> {
  await buildPortalIfChanged({ log: (line) => console.log(line) })
}
