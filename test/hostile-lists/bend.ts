import type { Profile } from '../support/recipe.ts'
import { edit, type XmlNode } from '../support/xml-tree.ts'
import type { HostileCase } from './case.ts'
import { sign, type Kit } from './kit.ts'

type Change = (node: XmlNode, profile: Profile, kit: Kit) => XmlNode

export interface Bend {
  readonly name: string
  readonly danger: string
  /** Changes to SignedInfo, which are signed. */
  readonly info?: Change
  /** Changes to SignedProperties, which are digested. */
  readonly properties?: Change
  /** Changes to the finished Signature. */
  readonly signature?: Change
  readonly profiles?: readonly Profile[]
  readonly xmlsec1?: 'accepts' | 'refuses'
}

/** A case of `signature-grammar` whose list is soundly signed after its Signature was bent. */
export function bent({ name, danger, info, properties, signature, ...more }: Bend): HostileCase {
  return {
    name,
    danger,
    code: 'signature-grammar',
    ...more,
    build: (kit, profile) =>
      sign(kit, profile, {
        ...(info ? { editSignedInfo: (node: XmlNode) => info(node, profile, kit) } : {}),
        ...(properties ? { editProperties: (node: XmlNode) => properties(node, profile, kit) } : {}),
        ...(signature ? { editSignature: (node: XmlNode) => signature(node, profile, kit) } : {}),
      }),
  }
}

/** Name of an element of XML Signature in the profile's spelling. */
export function ds(profile: Profile, name: string): string {
  return profile === 'B' ? `ds:${name}` : name
}

/** The element with these children behind its own. */
export function append(node: XmlNode, ...more: XmlNode[]): XmlNode {
  return { ...node, children: [...node.children, ...more] }
}

/** Appends to every element of that name. */
export function appendTo(node: XmlNode, name: string, ...more: XmlNode[]): XmlNode {
  return edit(node, name, (found) => [append(found, ...more)])
}

/** Takes every element of that name out. */
export function remove(node: XmlNode, name: string): XmlNode {
  return edit(node, name, () => [])
}

/** Gives every element of that name other children. */
export function refill(node: XmlNode, name: string, children: XmlNode['children']): XmlNode {
  return edit(node, name, (found) => [{ ...found, children }])
}

/** Changes the text of every element of that name. */
export function retext(node: XmlNode, name: string, change: (text: string) => string): XmlNode {
  return edit(node, name, (found) => [
    { ...found, children: [change(found.children.filter((child) => typeof child === 'string').join(''))] },
  ])
}

/** Gives every element of that name these attributes and no others. */
export function reattribute(
  node: XmlNode,
  name: string,
  change: (attributes: Readonly<Record<string, string>>) => Readonly<Record<string, string>>,
): XmlNode {
  return edit(node, name, (found) => [{ ...found, attributes: change(found.attributes) }])
}

/** The attributes without one. */
export function without(attributes: Readonly<Record<string, string>>, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).filter(([key]) => key !== name))
}
