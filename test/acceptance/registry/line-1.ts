import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { startStorySpace } from '../../support/story-space.ts'
import type { AcceptanceLine } from '../harness.ts'
import { tellTheStory } from './line-1-story.ts'

export const line: AcceptanceLine = {
  number: 1,
  title: 'a whole story over HTTP in both spaces, each persona signed in through the real OIDC flow',
  async run(context) {
    for (const space of ['TEST', 'PRODUCTION'] as const) {
      context.say(space)
      const directory = join(context.directory, space.slice(0, 1))
      await mkdir(directory)
      const begun = performance.now()
      const stage = await startStorySpace({ directory, space })
      try {
        await tellTheStory(context, stage)
      } finally {
        await stage.stop()
      }
      context.figure(`${space}, seconds`, ((performance.now() - begun) / 1_000).toFixed(1))
    }
  },
}
