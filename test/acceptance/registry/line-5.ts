import type { AcceptanceLine } from '../harness.ts'
import { attackKeys } from './line-5-keys.ts'
import { crossSiteAttacks } from './line-5-portal.ts'
import { inScene } from './line-5-scene.ts'
import { signInAttacks } from './line-5-sign-in.ts'

export const line: AcceptanceLine = {
  number: 5,
  title: 'attacks on sign-in, sessions, invitations, step-ups and keys: each refused with its code',
  run: (context) =>
    inScene(context, async (scene) => {
      context.say('sign-in, sessions, invitations')
      await signInAttacks(scene)
      context.say('what another site can make a browser do')
      await crossSiteAttacks(scene)
      context.say('security keys, API keys, repeated requests')
      await attackKeys(context, scene.registry)
    }),
}
