import { expect, it } from 'vitest'
import { commonName } from './common-name.ts'

it('finds the name people know an authority by', () => {
  expect(commonName('CN=AC RACINE DEMO,O=DEMONSTRATION,C=FR')).toBe('AC RACINE DEMO')
  expect(commonName('C=FR,O=ASIP, cn=AC IGC-SANTE \\, TEST')).toBe('AC IGC-SANTE , TEST')
  expect(commonName('O=XCN=faux,CN=vrai')).toBe('vrai')
})

it('gives the whole name where there is none', () => {
  expect(commonName('O=ASIP-SANTE,C=FR')).toBe('O=ASIP-SANTE,C=FR')
  expect(commonName('')).toBe('')
})
