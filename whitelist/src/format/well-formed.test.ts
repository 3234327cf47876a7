import { describe, expect, it } from 'vitest'
import { FormatError } from './errors.ts'
import { assertWellFormed } from './well-formed.ts'

const codeOf = (text: string): string | undefined => {
  try {
    assertWellFormed(Buffer.from(text))
    return undefined
  } catch (error) {
    if (error instanceof FormatError) return error.code
    throw error
  }
}

describe('well-formedness (Format 2.4 to 2.8)', () => {
  it.each([
    '<a/>',
    '<?xml version="1.0"?><a/>',
    `<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n<a b="c" d='e'>&amp;&#65;&#x41;</a>\n`,
    '<a xmlns:p="http://p"><p:b p:c="d"/></a>',
    '<é à="ù"/>',
  ])('takes %s', (text) => {
    expect(codeOf(text)).toBeUndefined()
  })

  it.each([
    '',
    ' ',
    'a',
    '<a>',
    '<a></b>',
    '</a>',
    '<a/><b/>',
    '<a/>x',
    'x<a/>',
    '<a b></a>',
    '<a b=c/>',
    '<a b="c"d="e"/>',
    '<a b="c" b="d"/>',
    '<a b="<"/>',
    '<a b="c',
    '<a b="&bogus;"/>',
    '<a>&bogus;</a>',
    '<a>&</a>',
    '<a>&#0;</a>',
    '<a>&#xD800;</a>',
    '<a>&#x110000;</a>',
    '<a>&#99999999999;</a>',
    '<a>]]></a>',
    '<1a/>',
    '<a:b/>',
    '<a b:c="d"/>',
    '<a xmlns:b=""/>',
    '<a xmlns:xml="http://x"/>',
    '<a xmlns:xmlns="http://x"/>',
    '<a xmlns:p="http://p" xmlns:q="http://p" p:b="1" q:b="2"/>',
    '<a:b:c xmlns:a="http://a"/>',
    '< a/>',
    '<a / >',
    '<?xml version="1.0" standalone="maybe"?><a/>',
    '<?xml encoding="UTF-8"?><a/>',
    '<a><!-- unfinished</a>',
    '<a/><!-- x',
    '<![CDATA[x]]><a/>',
  ])('refuses %j as not-well-formed', (text) => {
    expect(codeOf(text)).toBe('not-well-formed')
  })

  it.each([
    '<!DOCTYPE a><a/>',
    '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    '<a><!-- c --></a>',
    '<!-- c --><a/>',
    '<a/><!-- c -->',
    '<a><?p i?></a>',
    '<?p i?><a/>',
    ' <?xml version="1.0"?><a/>',
    '<a><![CDATA[x]]></a>',
    '\ufeff<a/>',
    '<?xml version="1.1"?><a/>',
  ])('refuses %j as forbidden-construct', (text) => {
    expect(codeOf(text)).toBe('forbidden-construct')
  })

  it('names another encoding as not-utf8', () => {
    expect(codeOf('<?xml version="1.0" encoding="ISO-8859-1"?><a/>')).toBe('not-utf8')
  })

  it('tells of a document cut short before it tells of a comment in it', () => {
    expect(codeOf('<a><!-- c -->')).toBe('not-well-formed')
  })

  it.each([
    ['depth', '<a>'.repeat(40) + '</a>'.repeat(40)],
    ['attributes', `<a ${Array.from({ length: 40 }, (_, index) => `a${index}=""`).join(' ')}/>`],
    ['names', `<${'a'.repeat(300)}/>`],
    ['texts', `<a>${'b'.repeat(300_000)}</a>`],
    ['values', `<a b="${'c'.repeat(300_000)}"/>`],
  ])('bounds %s', (_, text) => {
    expect(codeOf(text)).toBe('too-large')
  })

  it('takes white space of any length', () => {
    expect(codeOf(`<a>${' '.repeat(300_000)}<b/></a>`)).toBeUndefined()
  })

  // Each of these once took seconds, or gigabytes, for a file of some megabytes.
  it.each([
    ['comments', '<a>' + '<!---->'.repeat(200_000) + '</a>'],
    ['references', '<a>' + '&amp;'.repeat(400_000) + '</a>'],
    ['attributes', '<a ' + 'b="" '.repeat(400_000) + '/>'],
    ['elements', '<a>' + '<b/>'.repeat(400_000) + '</a>'],
    ['ends', '<a>'.repeat(500_000)],
  ])('reads two megabytes of %s in a moment', (_, text) => {
    const begun = performance.now()
    codeOf(text)
    expect(performance.now() - begun).toBeLessThan(2000)
  })
})
