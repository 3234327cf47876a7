import { z } from '@hono/zod-openapi'
import { plainText } from '../http/fields.ts'
import { coded } from '../http/validation.ts'
import { hasLetters, isOfKnownScripts } from './display-name.ts'
import { isE164, isFinessForm, isSiren, isSiret, isStructureIdentifier } from './identifiers.rules.ts'
import { isMailbox, isRoleMailbox } from './mailbox.rules.ts'

/** The fields of procedures.md 8 that say who an organisation is, each with its own sentence. */
export const legalName = plainText(2, 120, 'legal-name-length')
export const displayName = plainText(2, 60, 'display-name-length')
  .refine(isOfKnownScripts, coded('display-name-script'))
  .refine(hasLetters, coded('display-name-empty'))
export const siren = z.string().max(64).refine(isSiren, coded('siren')).openapi({ example: '732829320' })
export const siretSeat = z
  .string()
  .max(64)
  .refine(isSiret, coded('siret'))
  .openapi({ example: '73282932000074' })
export const finess = z.string().max(64).refine(isFinessForm, coded('finess'))
export const structureIdentifier = z
  .string()
  .max(64)
  .refine(isStructureIdentifier, coded('structure-identifier'))
  .openapi({
    description: 'Type 0 to 4, then the identifier, as an OU carries it',
    example: '373282932000074',
  })

export const mailbox = z.string().max(254).refine(isMailbox, coded('mailbox'))
/** Shown to users and outliving whoever reads it today: a role's, never a person's. */
export const roleMailbox = z
  .string()
  .max(254)
  .refine(isMailbox, { error: coded('mailbox'), abort: true })
  .refine(isRoleMailbox, coded('mailbox-personal'))
export const phone = z.string().max(64).refine(isE164, coded('phone')).openapi({ example: '+33123456789' })
