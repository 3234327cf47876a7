import { describe, expect, it } from 'vitest'
import { isMailbox, isRoleMailbox } from './mailbox.rules.ts'

describe('a support mailbox', () => {
  it.each([
    'support@imagerie-leman.fr',
    'support.drim@imagerie-leman.fr',
    'SUPPORT@IMAGERIE.FR',
    'dsi-imagerie@ch-leman.fr',
    'hotline2@e-media.fr',
    'n1@e-media.fr',
    'drimbox@e-media.fr',
    'equipe.pacs.ouest@e-media.fr',
    'emedia@e-media.fr',
  ])('%s is a role’s', (mailbox) => {
    expect(isRoleMailbox(mailbox)).toBe(true)
  })

  it.each([
    'jeanne.martin@e-media.fr',
    'j.martin@e-media.fr',
    'martin-j@e-media.fr',
    'jean-pierre.durand@e-media.fr',
    'jeanne_martin2@e-media.fr',
    'marie@e-media.fr',
    'x@e-media.fr',
  ])('%s is a person’s', (mailbox) => {
    expect(isRoleMailbox(mailbox)).toBe(false)
  })
})

describe('a mailbox', () => {
  it.each([
    '',
    'support',
    '@e-media.fr',
    'support@',
    'support@localhost',
    'support@@e-media.fr',
    'sup port@e-media.fr',
    'support@e-media.fr\n',
    'support@e-media.fr,other@e-media.fr',
    'Support <support@e-media.fr>',
    'supрort@e-media.fr',
    'support@e-mеdia.fr',
    'a..b@e-media.fr',
    '.support@e-media.fr',
    '"support"@e-media.fr',
    `${'a'.repeat(65)}@e-media.fr`,
    'support@10.0.0.1',
  ])('is not %j', (text) => {
    expect(isMailbox(text)).toBe(false)
  })
})
