/** Random numbers that a seed fixes: a mutation that got through can be made again. */
export type Random = (below: number) => number

/** mulberry32: 32 bits of state, good enough to choose places. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}

/** An element of a document, by the places of its text. */
interface Span {
  readonly start: number
  readonly end: number
  readonly innerStart: number
  readonly innerEnd: number
}

/** Every element of a well-formed text without comments or CDATA. */
function spansOf(text: string): Span[] {
  const spans: Span[] = []
  const open: { start: number; innerStart: number }[] = []
  for (const { index, 0: tag } of text.matchAll(/<[^>]+>/g)) {
    const end = index + tag.length
    if (tag.startsWith('<?')) continue
    if (tag.startsWith('</')) {
      const begun = open.pop()
      if (begun !== undefined) spans.push({ ...begun, innerEnd: index, end })
    } else if (tag.endsWith('/>')) spans.push({ start: index, innerStart: end, innerEnd: end, end })
    else open.push({ start: index, innerStart: end })
  }
  return spans
}

const attributePattern = /[\w:.-]+="[^"]*"/g
const cut = (text: string, from: number, to: number, put = '') => text.slice(0, from) + put + text.slice(to)
const insertions = [
  '<!-- -->',
  '<?x y?>',
  '<![CDATA[x]]>',
  '&amp;',
  '&#x41;',
  '&#13;',
  '&#0;',
  '&x;',
  '<x/>',
  '<db>db6.test.mesimagesmedicales.fr</db>',
  ' ',
  '\n',
  '\t',
  '\r\n',
  '\u00a0',
  '\u200b',
  '\u0301',
  'x',
  '0',
  '=',
  '"',
  "'",
  '<',
  '>',
  '/',
  ']]>',
  '\0',
  ' xmlns="urn:x"',
  ' xml:space="preserve"',
]

type Mutation = (text: string, other: string, random: Random) => string

const textMutations: Readonly<Record<string, Mutation>> = {
  'delete node': (text, _, random) => {
    const span = pick(spansOf(text), random)
    return cut(text, span.start, span.end)
  },
  'repeat node': (text, _, random) => {
    const span = pick(spansOf(text), random)
    return cut(text, span.end, span.end, text.slice(span.start, span.end))
  },
  'move node': (text, _, random) => {
    const { start, end } = pick(spansOf(text), random)
    const rest = cut(text, start, end)
    const target = pick(
      spansOf(text).filter((span) => span.end <= start),
      random,
      { start: 0, end: 0, innerStart: 0, innerEnd: 0 },
    )
    const at = [target.start, target.innerStart, target.innerEnd, target.end][random(4)] ?? 0
    return cut(rest, at, at, text.slice(start, end))
  },
  'swap nodes': (text, _, random) => swap(text, text, random, 'start', 'end'),
  'swap texts': (text, _, random) => swap(text, text, random, 'innerStart', 'innerEnd'),
  'take node of another list': (text, other, random) => transplant(text, other, random, 'start', 'end'),
  'take text of another list': (text, other, random) =>
    transplant(text, other, random, 'innerStart', 'innerEnd'),
  'empty node': (text, _, random) => {
    const span = pick(spansOf(text), random)
    return cut(text, span.innerStart, span.innerEnd)
  },
  'unwrap node': (text, _, random) => {
    const span = pick(spansOf(text), random)
    return cut(text, span.start, span.end, text.slice(span.innerStart, span.innerEnd))
  },
  'wrap node': (text, _, random) => {
    const [one, two] = [pick(spansOf(text), random), pick(spansOf(text), random)]
    const name = /^<([\w:.-]+)/.exec(text.slice(two.start))?.[1] ?? 'x'
    return cut(text, one.start, one.end, `<${name}>${text.slice(one.start, one.end)}</${name}>`)
  },
  'rename node': (text, _, random) => {
    const [one, two] = [pick(spansOf(text), random), pick(spansOf(text), random)]
    const nameAt = (span: Span) => /^<([\w:.-]+)/.exec(text.slice(span.start))?.[1] ?? ''
    const [from, to] = [nameAt(one), nameAt(two)]
    const node = text.slice(one.start, one.end)
    return cut(
      text,
      one.start,
      one.end,
      node.replace(`<${from}`, `<${to}`).replace(new RegExp(`</${from}>$`), `</${to}>`),
    )
  },
  insert: (text, _, random) => {
    const at = random(text.length + 1)
    return cut(text, at, at, pick(insertions, random))
  },
  'insert into text': (text, _, random) => {
    const span = pick(spansOf(text), random)
    const at = span.innerStart + random(span.innerEnd - span.innerStart + 1)
    return cut(text, at, at, pick(insertions, random))
  },
  'delete attribute': (text, _, random) => changeAttribute(text, random, () => ''),
  'repeat attribute': (text, _, random) => changeAttribute(text, random, (found) => `${found} ${found}`),
  'swap attribute values': (text, _, random) => {
    const attributes = text.match(attributePattern)
    if (attributes === null) return text
    const value = pick(attributes, random).replace(/^[^"]*/, '')
    return changeAttribute(text, random, (found) => found.replace(/"[^"]*"/, () => value))
  },
  'change attribute value': (text, _, random) =>
    changeAttribute(text, random, (found) => {
      const at = found.indexOf('"') + 1 + random(found.length - found.indexOf('"') - 1)
      return cut(found, at, at + random(2), pick(['x', '#', '1', ' ', 'A'], random))
    }),
  'change case': (text, _, random) => {
    const at = random(text.length)
    const letter = text[at] ?? ''
    return cut(
      text,
      at,
      at + 1,
      letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
    )
  },
  normalise: (text, _, random) => text.normalize(pick(['NFD', 'NFKC', 'NFKD'], random)),
  'line ends': (text, _, random) => text.replaceAll('\n', pick(['\r\n', '\r', '\n\n', ' '], random)),
  'swap characters': (text, _, random) => {
    const at = random(text.length - 1)
    return cut(text, at, at + 2, (text[at + 1] ?? '') + (text[at] ?? ''))
  },
}

type ByteMutation = (bytes: Buffer, other: Buffer, random: Random) => Buffer

const byteMutations: Readonly<Record<string, ByteMutation>> = {
  'flip bit': (bytes, _, random) => {
    const copy = Buffer.from(bytes)
    const at = random(copy.length)
    copy[at] = (copy[at] ?? 0) ^ (1 << random(8))
    return copy
  },
  'replace byte': (bytes, _, random) => {
    const copy = Buffer.from(bytes)
    copy[random(copy.length)] = random(256)
    return copy
  },
  'delete bytes': (bytes, _, random) => {
    const at = random(bytes.length)
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random(random(2) === 0 ? 2 : 200))])
  },
  'insert bytes': (bytes, _, random) => {
    const at = random(bytes.length)
    const some = Buffer.from(Array.from({ length: 1 + random(4) }, () => random(256)))
    return Buffer.concat([bytes.subarray(0, at), some, bytes.subarray(at)])
  },
  'repeat bytes': (bytes, _, random) => {
    const at = random(bytes.length)
    const to = Math.min(bytes.length, at + 1 + random(300))
    return Buffer.concat([bytes.subarray(0, to), bytes.subarray(at)])
  },
  'cut off': (bytes, _, random) => bytes.subarray(0, random(bytes.length)),
  'splice two lists': (bytes, other, random) => {
    const at = random(Math.min(bytes.length, other.length))
    return Buffer.concat([bytes.subarray(0, at), other.subarray(at)])
  },
}

export interface Mutant {
  readonly kind: string
  readonly bytes: Buffer
}

/** One to three mutations of a signed list, chosen by `random`; `other` is another list of the same signer and profile. */
export function mutate(list: Buffer, other: Buffer, random: Random): Mutant {
  const kinds: string[] = []
  let bytes = list
  for (let left = [1, 1, 1, 2, 3][random(5)] ?? 1; left > 0; left -= 1) {
    // Elements are found by their tags, which a byte mutation may have broken: then only bytes are left to change.
    const isText = bytes === list || kinds.every((kind) => kind in textMutations)
    const names = Object.keys(isText && random(3) > 0 ? textMutations : byteMutations)
    const kind = pick(names, random)
    kinds.push(kind)
    const onText = textMutations[kind]
    const onBytes = byteMutations[kind]
    if (onText && spansOf(bytes.toString()).length > 0)
      bytes = Buffer.from(onText(bytes.toString(), other.toString(), random))
    else if (onBytes && bytes.length > 1) bytes = onBytes(bytes, other, random)
  }
  return { kind: kinds.join(', '), bytes }
}

/** One byte mutation, for what is not text. */
export function mutateBytes(bytes: Buffer, other: Buffer, random: Random): Buffer {
  return pick(Object.values(byteMutations), random)(bytes, other, random)
}

function pick<T>(values: readonly T[], random: Random, otherwise?: T): T {
  const value = values[random(values.length)] ?? otherwise
  if (value === undefined) throw new Error('nothing to choose from')
  return value
}

function swap(
  text: string,
  _: string,
  random: Random,
  from: 'start' | 'innerStart',
  to: 'end' | 'innerEnd',
): string {
  const [one, two] = [pick(spansOf(text), random), pick(spansOf(text), random)].sort(
    (a, b) => a[from] - b[from],
  )
  if (one === undefined || two === undefined || one[to] > two[from]) return text
  return (
    text.slice(0, one[from]) +
    text.slice(two[from], two[to]) +
    text.slice(one[to], two[from]) +
    text.slice(one[from], one[to]) +
    text.slice(two[to])
  )
}

function transplant(
  text: string,
  other: string,
  random: Random,
  from: 'start' | 'innerStart',
  to: 'end' | 'innerEnd',
): string {
  // Half of the time the very same element of the other list: its digest, its properties, its value.
  const spans = spansOf(text)
  const at = random(spans.length)
  const mine = spans[at]
  const theirs = spansOf(other)
  const taken = random(2) === 0 ? theirs[at - spans.length + theirs.length] : pick(theirs, random)
  if (mine === undefined || taken === undefined) return text
  return cut(text, mine[from], mine[to], other.slice(taken[from], taken[to]))
}

function changeAttribute(text: string, random: Random, change: (found: string) => string): string {
  const attributes = [...text.matchAll(attributePattern)]
  const found = attributes[random(attributes.length)]
  return found === undefined ? text : cut(text, found.index, found.index + found[0].length, change(found[0]))
}
