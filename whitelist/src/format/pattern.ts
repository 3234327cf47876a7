import { FormatError } from './errors.ts'
import { declaredPrefix, EMPTY_SCOPE, textOf, type Scope, type XmlElement } from './xml.ts'

/** A place in a pattern whose text is not fixed: read into, or written from, the values of that name, in order. */
export interface Hole {
  readonly hole: string
}

/** A closed grammar of one element: exactly these attributes, exactly these children in this order, or exactly this text. */
export interface Pattern {
  readonly name: string
  readonly attributes: Readonly<Record<string, string | Hole>>
  readonly content: readonly Pattern[] | Hole
  readonly occurs: 'once' | 'at most once' | 'once or more'
}

/** Texts by the name of their hole, in document order. */
export type Values = ReadonlyMap<string, readonly string[]>

export function hole(name: string): Hole {
  return { hole: name }
}

export function element(
  name: string,
  attributes: Pattern['attributes'] = {},
  content: Pattern['content'] = [],
  occurs: Pattern['occurs'] = 'once',
): Pattern {
  return { name, attributes, content, occurs }
}

/**
 * Reads what stands in the holes. White space between elements is free, attribute order too; nothing else is.
 * Throws FormatError `signature-grammar` at the first difference.
 */
export function matchPattern(pattern: Pattern, found: XmlElement): Values {
  const values = new Map<string, string[]>()
  match(pattern, found, (name, text) => {
    const texts = values.get(name)
    if (texts) texts.push(text)
    else values.set(name, [text])
  })
  return values
}

type Take = (name: string, text: string) => void

function match({ name, attributes, content }: Pattern, found: XmlElement, take: Take): void {
  if (found.name !== name) refuse(`<${found.name}> where <${name}> is due`)
  for (const [attribute, due] of Object.entries(attributes)) {
    const value = found.attributes.get(attribute)
    if (value === undefined) refuse(`<${name}> has no ${attribute}`)
    if (typeof due !== 'string') take(due.hole, value)
    else if (value !== due) refuse(`<${name}> has another ${attribute} than "${due}"`)
  }
  if (found.attributes.size > Object.keys(attributes).length) refuse(`<${name}> bears an attribute too many`)
  if ('hole' in content) take(content.hole, onlyText(found))
  else matchChildren(name, content, found, take)
}

function matchChildren(name: string, patterns: readonly Pattern[], found: XmlElement, take: Take): void {
  if (
    found.children.some(
      (child) => typeof child === 'string' && (patterns.length === 0 || /[^ \t\r\n]/.test(child)),
    )
  ) {
    refuse(`text in <${name}>`)
  }
  const children = found.children.filter((child) => typeof child !== 'string')
  let at = 0
  for (const pattern of patterns) {
    const from = at
    const atMost = pattern.occurs === 'once or more' ? Number.POSITIVE_INFINITY : from + 1
    while (at < atMost && children[at]?.name === pattern.name) match(pattern, children[at++]!, take)
    if (at === from && pattern.occurs !== 'at most once') {
      refuse(`<${children[at]?.name ?? `/${name}`}> where <${pattern.name}> is due`)
    }
  }
  if (at < children.length) refuse(`<${children[at]!.name}> is one too many in <${name}>`)
}

function onlyText(found: XmlElement): string {
  return textOf(found) ?? refuse(`an element in <${found.name}>`)
}

function refuse(detail: string): never {
  throw new FormatError('signature-grammar', detail)
}

/** Builds the element that a pattern describes, its holes filled in document order: the inverse of matchPattern. */
export function fillPattern(pattern: Pattern, values: Values, outer: Scope): XmlElement {
  const queues = new Map([...values].map(([name, texts]) => [name, [...texts]]))
  const next = ({ hole: name }: Hole): string => {
    const text = queues.get(name)?.shift()
    if (text === undefined) throw new TypeError(`no value left for ${name}`)
    return text
  }
  const fill = ({ name, attributes, content }: Pattern, around: Scope): XmlElement => {
    const written = new Map(
      Object.entries(attributes).map(([attribute, due]) => [
        attribute,
        typeof due === 'string' ? due : next(due),
      ]),
    )
    const scope = new Map(around)
    for (const [attribute, value] of written) {
      const prefix = declaredPrefix(attribute)
      if (prefix !== undefined) scope.set(prefix, value)
    }
    if ('hole' in content) return { name, attributes: written, scope, children: [next(content)] }
    const children = content.flatMap((child) =>
      Array.from({ length: occurrences(child, queues) }, () => fill(child, scope)),
    )
    return { name, attributes: written, scope, children }
  }
  return fill(pattern, new Map([...EMPTY_SCOPE, ...outer]))
}

/** How often to write a child: once, or as often as there are values for its text. */
function occurrences({ occurs, content }: Pattern, queues: ReadonlyMap<string, readonly string[]>): number {
  if (occurs === 'once' || !('hole' in content)) return 1
  return queues.get(content.hole)?.length ?? 0
}
