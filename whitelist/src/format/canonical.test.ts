import { describe, expect, it } from 'vitest'
import { canonicalElement } from './canonical.ts'
import { EMPTY_SCOPE, readElement, XmlReader, type Scope } from './xml.ts'

const canonical = (text: string, rendered?: Scope): string =>
  canonicalElement(readElement(new XmlReader(Buffer.from(text)), EMPTY_SCOPE, 10_000), rendered)

describe('exclusive canonical form (Format 5.6)', () => {
  it.each([
    // Canonical XML 3.3 and 3.4, the parts without DTD.
    ['an empty element', '<e1   />', '<e1></e1>'],
    ['white space in tags', '<e2   ></e2  >', '<e2></e2>'],
    ['single quotes and spaces around =', `<e a = "x" b='y"z' />`, '<e a="x" b="y&quot;z"></e>'],
    ['the order of attributes', '<e b="1" a="2"/>', '<e a="2" b="1"></e>'],
    [
      'attributes by namespace before name',
      '<e xmlns:a="http://z" xmlns:b="http://y" a:x="1" b:x="2" x="3"/>',
      '<e xmlns:a="http://z" xmlns:b="http://y" x="3" b:x="2" a:x="1"></e>',
    ],
    ['references in text', '<e>&#xA9;&quot;&apos;&#62;&gt;></e>', `<e>©"'&gt;&gt;&gt;</e>`],
    [
      'a carriage return by reference',
      '<e a="&#13;&#10;&#9;">&#13;&#10;&#9;</e>',
      '<e a="&#xD;&#xA;&#x9;">&#xD;\n\t</e>',
    ],
    ['line ends in attributes', '<e a="x\ny\tz"/>', '<e a="x y z"></e>'],
    ['a bare > in an attribute', '<e a="&gt;>&lt;"/>', '<e a=">>&lt;"></e>'],
    ['a namespace that nobody uses', '<e xmlns:unused="http://u"><f/></e>', '<e><f></f></e>'],
    [
      'a namespace where it is used, and again on each sibling',
      '<e xmlns:p="http://p"><p:f/><p:f/></e>',
      '<e><p:f xmlns:p="http://p"></p:f><p:f xmlns:p="http://p"></p:f></e>',
    ],
    [
      'a declaration repeated',
      '<e xmlns="http://d"><f xmlns="http://d"/></e>',
      '<e xmlns="http://d"><f></f></e>',
    ],
    [
      'a prefix bound anew',
      '<p:e xmlns:p="http://p"><p:f xmlns:p="http://q"/></p:e>',
      '<p:e xmlns:p="http://p"><p:f xmlns:p="http://q"></p:f></p:e>',
    ],
    [
      'the default namespace undone',
      '<e xmlns="http://d"><f xmlns=""/></e>',
      '<e xmlns="http://d"><f xmlns=""></f></e>',
    ],
    ['no default namespace to undo', '<e xmlns=""><f/></e>', '<e><f></f></e>'],
    ['the xml prefix', '<e xml:lang="fr"/>', '<e xml:lang="fr"></e>'],
  ])('settles %s', (_, text, due) => {
    expect(canonical(text)).toBe(due)
  })

  it('does not render again what an ancestor of the same output bears', () => {
    const text = '<e xmlns="http://d"><f/></e>'
    expect(canonical(text, new Map([['', 'http://d']]))).toBe('<e><f></f></e>')
    expect(canonical(text, new Map([['', 'http://other']]))).toBe('<e xmlns="http://d"><f></f></e>')
  })

  it('is its own canonical form', () => {
    const once = canonical(`<p:e xmlns:p='http://p' b="&#9;" a="1"><f>&#13;</f></p:e>`)
    expect(canonical(once)).toBe(once)
  })
})
