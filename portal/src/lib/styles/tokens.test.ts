import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8')
const colours = (block: string): Map<string, string> =>
  new Map(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name ?? '', value ?? '']),
  )
const between = (start: string): string => css.slice(css.indexOf(start), css.indexOf('}', css.indexOf(start)))

const light = colours(between(':root {'))
const darkBySystem = colours(between(":root:not([data-theme='light'])"))
const darkByReader = colours(between(":root[data-theme='dark']"))

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((start) => {
    const part = parseInt(colour.slice(start, start + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(theme: Map<string, string>, one: string, other: string): number {
  const [a, b] = [one, other].map((name) => luminance(theme.get(name) ?? '')).sort((x, y) => y - x)
  return ((a ?? 0) + 0.05) / ((b ?? 0) + 0.05)
}

it('dark is the same whether the machine or the reader asks for it', () => {
  expect(darkBySystem.size).toBeGreaterThan(20)
  expect(darkByReader).toEqual(darkBySystem)
})

it('every colour of the light theme has its dark one', () => {
  expect([...darkBySystem.keys()].sort()).toEqual([...light.keys()].sort())
})

const states = ['clear', 'cloudy', 'storm', 'maintenance', 'unknown']
// Ratios of portal.md 3: text 6.5 and more, fills 3.6 on the surface, borders of fields 3.
const wanted: readonly (readonly [string, string, number])[] = [
  ...['paper', 'surface', 'sunken'].flatMap((ground) => [
    ['ink', ground, 14] as const,
    ['ink2', ground, 6.5] as const,
    ['accent', ground, 7] as const,
  ]),
  ['control', 'surface', 3.6],
  ['accent', 'accent-soft', 7],
  ['on-accent', 'accent', 7],
  ['on-accent', 'accent-strong', 7],
  ...states.flatMap((state) => [
    [`${state}-text`, `${state}-soft`, 6.5] as const,
    [`ink`, `${state}-soft`, 7] as const,
    [`ink2`, `${state}-soft`, 5.5] as const,
    [`accent`, `${state}-soft`, 5.5] as const,
    [`${state}-fill`, 'surface', 3.6] as const,
    [`${state}-fill`, `${state}-soft`, 3.2] as const,
  ]),
]

it.each([
  ['light', light],
  ['dark', darkByReader],
])('%s: every pair that is used can be read', (_, theme) => {
  const short = wanted
    .map(([one, other, ratio]) => ({ pair: `${one} on ${other}`, ratio, has: contrast(theme, one, other) }))
    .filter(({ ratio, has }) => !(has >= ratio))
  expect(short).toEqual([])
})
