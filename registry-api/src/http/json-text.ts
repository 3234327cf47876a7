/** What is wrong with a text of JSON that JSON.parse would take in silence, or die of. */
export type JsonFault =
  { readonly is: 'too-deep' } | { readonly is: 'duplicate' | 'lone-surrogate'; readonly pointer: string }

/**
 * Looks through a text of JSON without building it: cheaper than parsing, and safe on what would exhaust a parser.
 * A member that stands twice is a fault: the reader of the request and the reader of its log would see two requests.
 * So is half a character (a lone surrogate, written as an escape): no two readers write it back alike.
 * What is no JSON at all is left to the parser, which says so.
 */
export function inspectJson(text: string, levelsMax: number): JsonFault | undefined {
  const levels: Level[] = []
  let at = 0
  while (at < text.length) {
    const character = text[at]!
    const level = levels.at(-1)
    if (character === '{' || character === '[') {
      if (levels.length === levelsMax) return { is: 'too-deep' }
      levels.push({
        keys: character === '{' ? new Set() : undefined,
        at: 0,
        key: '',
        isKeyNext: character === '{',
      })
    } else if (character === '}' || character === ']') {
      levels.pop()
    } else if (character === ',' && level !== undefined) {
      level.at += 1
      level.isKeyNext = level.keys !== undefined
    } else if (character === '"') {
      const end = endOfString(text, at)
      if (level?.isKeyNext === true) {
        const key = keyOf(text.slice(at, end))
        level.key = key
        level.isKeyNext = false
        if (level.keys!.has(key)) return { is: 'duplicate', pointer: pointerOf(levels) }
        level.keys!.add(key)
      }
      if (holdsLoneSurrogate(text.slice(at, end))) return { is: 'lone-surrogate', pointer: pointerOf(levels) }
      at = end
      continue
    }
    at += 1
  }
  return undefined
}

interface Level {
  /** The members met so far, of an object. */
  readonly keys: Set<string> | undefined
  /** The index, in an array. */
  at: number
  key: string
  isKeyNext: boolean
}

function endOfString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at + 1
}

function holdsLoneSurrogate(literal: string): boolean {
  return /\\u[dD][89a-fA-F]/.test(literal) && !keyOf(literal).isWellFormed()
}

/** As the parser will read it: `"a"` and `"\u0061"` are one member. */
function keyOf(literal: string): string {
  try {
    return JSON.parse(literal) as string
  } catch {
    return literal
  }
}

function pointerOf(levels: readonly Level[]): string {
  return levels
    .map(({ keys, key, at }) => (keys === undefined ? String(at) : key))
    .map((part) => `/${part.slice(0, 64).toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('')
}
