import { expect, it } from 'vitest'
import { readArguments } from './arguments.ts'
import { UsageError } from './usage-error.ts'

it('reads a call with repeated options', () => {
  const call = readArguments(['verify', 'list.xml', '--trust-anchor', 'a', '--trust-anchor', 'b', '--json'])
  expect(call).toMatchObject({
    command: 'verify',
    files: ['list.xml'],
    options: { 'trust-anchor': ['a', 'b'], json: true },
  })
})

it('gives a repeatable option all that follows it once the file is named', () => {
  const call = readArguments([
    'verify',
    'list.xml',
    '--crl',
    'a',
    'b',
    '--at',
    'x',
    '--intermediate',
    'c',
    'd',
    '--json',
  ])
  expect(call.files).toEqual(['list.xml'])
  expect(call.options).toMatchObject({ crl: ['a', 'b'], intermediate: ['c', 'd'], at: 'x', json: true })
  expect(readArguments(['verify', '--crl', 'a', 'list.xml']).files).toEqual(['list.xml'])
  expect(() => readArguments(['verify', 'list.xml', '--at', 'x', 'y'])).toThrow(UsageError)
})

it('takes - as a file', () => {
  expect(readArguments(['inspect', '-']).files).toEqual(['-'])
})

it.each([
  [[]],
  [['check', 'list.xml']],
  [['toString', 'list.xml']],
  [['verify']],
  [['verify', 'a', 'b']],
  [['diff', 'a']],
  [['inspect', 'a', '--at', 'x']],
  [['diff', 'a', 'b', '--trust-anchor', 'x']],
  [['verify', 'a', '--bogus']],
  [['verify', 'a', '--at']],
])('refuses %j as misuse', (argv) => {
  expect(() => readArguments(argv)).toThrow(UsageError)
})
