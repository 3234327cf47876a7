import { expect, it } from 'vitest'
import { localPath } from './local-path.ts'

const origin = 'https://portail.exemple.fr'

it('comes back to a page of this origin with its query', () => {
  expect(localPath('/liste-blanche?q=175&tri=-ajout', origin)).toBe('/liste-blanche?q=175&tri=-ajout')
})

it.each([
  '',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil',
  'https://evil.example/',
  'javascript:alert(1)',
  'liste',
  '/\t/evil.example',
  '//',
])('never leads away: %j', (wanted) => {
  expect(new URL(localPath(wanted, origin), origin).origin).toBe(origin)
})

it('keeps no line break, which a header could not carry', () => {
  expect(localPath('/a\r\nset-cookie: x', origin)).not.toMatch(/[\r\n]/)
})
