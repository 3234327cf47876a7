import { expect, test } from 'vitest'
import { isDemoMarked } from './demo-marker.ts'

test.each([
  ['CN=Liste Blanche DRIM-M DEMO', true],
  ['DEMO-approver-1', true],
  ['DRIM-M-TEST-DEMO', true],
  ['O=DEMONSTRATION NE PAS FAIRE CONFIANCE', true],
  ['CN=Liste Blanche DRIM-M', false],
  ['DRIM-M', false],
  ['O=DEMOGRAPHIE MEDICALE', false],
  ['O=CLINIQUE DU DÉMO', false],
])('%s is marked: %s', (name, marked) => {
  expect(isDemoMarked(name)).toBe(marked)
})
