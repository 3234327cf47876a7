import { readProblems } from '#lib/problems.ts'

// Taken in at build time: the document is generated from the refusals themselves (decisions 6), so the page says what
// the API says. A checkout without it builds, and has no such pages.
const documents = import.meta.glob<string>('../../../../docs/errors.md', {
  query: '?raw',
  import: 'default',
  eager: true,
})

/** Every refusal of the API, by noun. */
export const problemFamilies = readProblems(Object.values(documents).join('\n'))

/** The French sentence of a refusal, for a code that came without one. */
export function frenchOf(code: string): string | undefined {
  return problemFamilies.flatMap(({ problems }) => problems).find((problem) => problem.code === code)?.french
}
