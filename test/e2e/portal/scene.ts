import {
  type FakeState,
  freshState,
  inventedEntries,
  inventedPublications,
  startFakeRegistry,
} from './fake-registry.ts'
import { type RunningPortal, startPortal } from './running-portal.ts'

export interface Scene extends AsyncDisposable {
  readonly fake: Awaited<ReturnType<typeof startFakeRegistry>>
  readonly portal: RunningPortal
}

/** A registry in the given state and a portal of its own that has not asked it anything yet. */
export async function setScene(state: FakeState = freshState()): Promise<Scene> {
  const fake = await startFakeRegistry()
  fake.state = state
  const portal = await startPortal(fake.url)
  return {
    fake,
    portal,
    async [Symbol.asyncDispose]() {
      await portal.stop()
      await fake.stop().catch(() => undefined)
    },
  }
}

/** Every page there is, in the fresh state. */
export const PAGES = [
  '/',
  '/liste-blanche',
  '/liste-blanche?q=db&tri=-operateur',
  '/liste-blanche/1282',
  '/liste-blanche/certificats',
  '/accessibilite',
  '/donnees-personnelles',
  '/plan-du-site',
  '/problemes',
  '/problemes/route-not-found',
  '/rien-de-tel',
  '/liste-blanche/999999',
]

/** Pages worth looking at in a state: all of them in the usual one, else those that speak of it. */
export function pagesOf(state: string): readonly string[] {
  if (state === USUAL) return PAGES
  return ['/', '/liste-blanche', ...(state === 'hostile strings' ? ['/liste-blanche/certificats'] : [])]
}

export const USUAL = 'six entries'

const HOUR = 3_600_000
const BIDI = '\u202eexe.fr\u2066'

/** States in which a page must still be whole. */
export const STATES: Readonly<Record<string, () => FakeState>> = {
  [USUAL]: () => freshState(6),
  '10,000 entries of 500 operators': () => {
    const state = freshState(10_000)
    state.entries.forEach((entry, index) => (entry.operator = `Opérateur de l’imagerie n° ${index % 500}`))
    return state
  },
  'a list of 40 hours': () => ({
    ...freshState(6),
    publications: inventedPublications(12, 12, 6, 40 * HOUR),
  }),
  'a list of 8 days': () => ({ ...freshState(6), publications: inventedPublications(12, 12, 6, 192 * HOUR) }),
  'nothing published': () => ({ ...freshState(0), publications: [], entries: [] }),
  'hostile strings': hostileState,
  'a registry that fails': () => ({ ...freshState(6), behaviour: 'failing' }),
  'another service in its place': () => ({ ...freshState(6), behaviour: 'foreign' }),
}

/** Markup, direction overrides, formulas and 10,000 characters in every field that others write. */
export function hostileState(): FakeState {
  const [first, second, third, fourth, fifth] = inventedEntries(5)
  if (!first || !second || !third || !fourth || !fifth) throw new Error('unreachable')
  return {
    ...freshState(5),
    signerName: `<img id="planted" src=x onerror=alert(1)>${BIDI}`,
    entries: [
      {
        ...first,
        operator: '<script id="planted">document.title="planted"</script>',
        wadoHost: '"><b id="planted">db</b>',
      },
      {
        ...second,
        operator: `Mélèze ${BIDI}`,
        viewerHost: `vi4${BIDI}.test.fr`,
        addedAt: `<i id="planted">hier</i>${BIDI}`,
      },
      { ...third, operator: 'x'.repeat(10_000), wadoHost: 'd'.repeat(10_000), addedAt: '9'.repeat(10_000) },
      { ...fourth, operator: '=HYPERLINK("http://evil.example";"clic")', wadoHost: '+33123456789' },
      { ...fifth, operator: '@SUM(A1:A9);-2+3\r\n=1+1', viewerHost: '' },
    ],
  }
}

/** What no page, file or header may ever show. */
export const PLANTED = /planted\.person|CLINIQUE PLANTED|1750000PLANTED|Rhône \(69\)/
