/**
 * A small tree that writes itself as XML and as its exclusive canonical form. It knows nothing of the product's reader
 * or writer: signatures made with it are a second opinion.
 */
export interface XmlNode {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  /** Prefix → namespace, declared on this element in the document ('' is the default namespace). */
  readonly declares: Readonly<Record<string, string>>
  readonly children: readonly (XmlNode | string)[]
}

type Children = readonly (XmlNode | string)[]

/** An element; attributes named `xmlns` or `xmlns:p` are declarations. */
export function element(
  name: string,
  attributes: Record<string, string> = {},
  children: Children = [],
): XmlNode {
  const isDeclaration = (key: string) => key === 'xmlns' || key.startsWith('xmlns:')
  const entries = Object.entries(attributes)
  return {
    name,
    attributes: Object.fromEntries(entries.filter(([key]) => !isDeclaration(key))),
    declares: Object.fromEntries(
      entries.filter(([key]) => isDeclaration(key)).map(([key, value]) => [key.slice(6), value]),
    ),
    children,
  }
}

/** As it stands in the document: declarations where they were made, empty elements closed at once, as the real tools do. */
export function written(node: XmlNode): string {
  const declarations = Object.entries(node.declares).map(([prefix, uri]) => declaration(prefix, uri))
  const attributes = Object.entries(node.attributes).map(([key, value]) => ` ${key}="${inAttribute(value)}"`)
  const start = `<${node.name}${declarations.join('')}${attributes.join('')}`
  if (node.children.length === 0) return `${start}/>`
  const content = node.children.map((child) => (typeof child === 'string' ? inText(child) : written(child)))
  return `${start}>${content.join('')}</${node.name}>`
}

/** Exclusive canonical form of the element as apex. `scope` is what its ancestors declare. */
export function canonical(
  node: XmlNode,
  scope: Readonly<Record<string, string>> = {},
  rendered: Readonly<Record<string, string>> = {},
): string {
  const inScope = { ...scope, ...node.declares }
  const used = new Set(
    [node.name, ...Object.keys(node.attributes).filter((key) => key.includes(':'))].map(prefixOf),
  )
  const shown = { ...rendered }
  let declarations = ''
  for (const prefix of [...used].sort()) {
    const uri = inScope[prefix] ?? ''
    if ((rendered[prefix] ?? '') === uri) continue
    shown[prefix] = uri
    declarations += declaration(prefix, uri)
  }
  // None of ours bears a prefixed attribute beside a plain one, so order by name is the order of the standard.
  const attributes = Object.entries(node.attributes)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => ` ${key}="${inAttribute(value)}"`)
  const content = node.children.map((child) =>
    typeof child === 'string' ? inText(child) : canonical(child, inScope, shown),
  )
  return `<${node.name}${declarations}${attributes.join('')}>${content.join('')}</${node.name}>`
}

/** Gives back the tree with one element replaced (or removed, or repeated) wherever its name occurs. */
export function edit(node: XmlNode, name: string, change: (found: XmlNode) => Children): XmlNode {
  const children = node.children.flatMap((child): Children => {
    if (typeof child === 'string') return [child]
    return child.name === name ? change(child) : [edit(child, name, change)]
  })
  return { ...node, children }
}

function prefixOf(name: string): string {
  return name.includes(':') ? name.slice(0, name.indexOf(':')) : ''
}

function declaration(prefix: string, uri: string): string {
  return ` xmlns${prefix === '' ? '' : `:${prefix}`}="${inAttribute(uri)}"`
}

export function inText(text: string): string {
  return text.replace(/[&<>\r]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c] ?? '&#xD;')
}

function inAttribute(text: string): string {
  const named: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '"': '&quot;',
    '\t': '&#x9;',
    '\n': '&#xA;',
  }
  return text.replace(/[&<"\t\n\r]/g, (c) => named[c] ?? '&#xD;')
}
