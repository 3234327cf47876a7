import { describe, expect, it } from 'vitest'
import { inspectJson } from './json-text.ts'

describe('a text of JSON', () => {
  it.each([
    '{}',
    '[]',
    '"a"',
    '{"a":{"b":1},"c":{"b":1}}',
    '[{"a":1},{"a":1}]',
    '{"a":"{\\"a\\":1,\\"a\\":2}","b":"a"}',
    '{"a":["b","b"],"b":1}',
    '{"a\\"":1,"a":2}',
  ])('%s is left to the parser', (text) => {
    expect(inspectJson(text, 32)).toBeUndefined()
  })

  it.each([
    ['{"a":1,"a":2}', '/a'],
    ['{"a":1,"\\u0061":2}', '/a'],
    ['{"x":{"a":1,"b":[],"a":2}}', '/x/a'],
    ['[0,{"a/b":1,"a/b":2}]', '/1/a~1b'],
    ['{"__proto__":1,"__proto__":2}', '/__proto__'],
    ['{"":1,"":2}', '/'],
  ])('%s holds a member twice', (text, pointer) => {
    expect(inspectJson(text, 32)).toEqual({ is: 'duplicate', pointer })
  })

  it.each([
    [String.raw`{"a":"\ud800"}`, '/a'],
    [String.raw`{"a":["x","\uDC00\ud800"]}`, '/a/1'],
    [String.raw`"\ud83d"`, ''],
    [String.raw`{"\ud800":1}`, '/\ufffd'],
  ])('%s holds half a character', (text, pointer) => {
    expect(() => JSON.parse(text) as unknown).not.toThrow()
    expect(inspectJson(text, 32)).toEqual({ is: 'lone-surrogate', pointer })
  })

  it.each([String.raw`"\ud83d\ude00"`, '"😀"', String.raw`"\\ud800"`, String.raw`"\ue000"`])(
    '%s holds whole ones',
    (text) => {
      expect(inspectJson(text, 32)).toBeUndefined()
    },
  )

  it('is cut off at its depth, however it is nested', () => {
    expect(inspectJson('['.repeat(200), 32)).toEqual({ is: 'too-deep' })
    expect(inspectJson('{"a":'.repeat(200), 32)).toEqual({ is: 'too-deep' })
    expect(inspectJson('['.repeat(32) + ']'.repeat(32), 32)).toBeUndefined()
    expect(inspectJson(`{"a":"${'['.repeat(200)}"}`, 32)).toBeUndefined()
  })

  it('that is no JSON does not hang or throw', () => {
    for (const text of ['{"a', '"\\', '}}}}', ',,,', '{"a" "a"', '{"\\ud800":1']) inspectJson(text, 32)
  })
})
