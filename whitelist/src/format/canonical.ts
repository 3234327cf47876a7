import { declaredPrefix, localName, prefixOf, type Scope, type XmlElement } from './xml.ts'
import { escapeAttribute, escapeText } from './xml-text.ts'

const NOTHING_RENDERED: Scope = new Map()

/**
 * Exclusive XML Canonicalization 1.0 of one element, without comments and without an InclusiveNamespaces list.
 *
 * `rendered` holds the namespaces that an ancestor inside the same output already bears; leave it out where the
 * element is the apex, as SignedInfo and SignedProperties are.
 */
export function canonicalElement(element: XmlElement, rendered: Scope = NOTHING_RENDERED): string {
  const { name, attributes, scope, children } = element
  const ordinary = [...attributes].filter(([attribute]) => declaredPrefix(attribute) === undefined)
  const prefixes = new Set([
    prefixOf(name),
    ...ordinary.map(([attribute]) => prefixOf(attribute)).filter(Boolean),
  ])
  prefixes.delete('xml') // Never declared, so never rendered.

  let inside = rendered
  let start = `<${name}`
  // A namespace is rendered where an element or attribute name uses it and no output ancestor says the same; one
  // that is only in scope is not. The default namespace alone can also be undone, by xmlns="".
  for (const prefix of [...prefixes].sort()) {
    const namespace = scope.get(prefix) ?? ''
    if ((rendered.get(prefix) ?? '') === namespace) continue
    start += ` xmlns${prefix === '' ? '' : `:${prefix}`}="${escapeAttribute(namespace)}"`
    inside = new Map(inside).set(prefix, namespace)
  }
  for (const [attribute, value] of ordinary.sort(byNamespaceThenName(scope))) {
    start += ` ${attribute}="${escapeAttribute(value)}"`
  }
  const content = children.map((child) =>
    typeof child === 'string' ? escapeText(child) : canonicalElement(child, inside),
  )
  return `${start}>${content.join('')}</${name}>`
}

/** Canonical XML 2.2: attributes without a prefix have no namespace and come first. */
function byNamespaceThenName(scope: Scope): (a: [string, string], b: [string, string]) => number {
  const key = (attribute: string): string =>
    attribute.includes(':') ? (scope.get(prefixOf(attribute)) ?? '') : ''
  return ([a], [b]) => compareCodePoints(key(a), key(b)) || compareCodePoints(localName(a), localName(b))
}

function compareCodePoints(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
