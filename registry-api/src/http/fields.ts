import { z } from '@hono/zod-openapi'
import type { FieldFaultCode } from '../field-faults.ts'
import { coded } from './validation.ts'

// Controls, bidirectional overrides, zero-width, fillers and selectors that show nothing, the blank of Braille, lone
// surrogates: they make two texts look like one.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/u
// No language that is written here puts three marks on a letter; a tower of them covers the lines around it.
const TOWER = /\p{M}{3}/u

/** Text for people: NFC, on one line, nothing invisible, no blanks around it. `length` says both limits in one sentence. */
export function plainText(minimum: number, maximum: number, length?: FieldFaultCode) {
  const message = length === undefined ? undefined : coded(length)
  return z
    .string()
    .min(minimum, message)
    .max(maximum, message)
    .refine((text) => !INVISIBLE.test(text), coded('invisible-character'))
    .refine((text) => !TOWER.test(text), coded('stacked-marks'))
    .refine((text) => text === text.normalize('NFC'), coded('not-normalised'))
    .refine((text) => text === text.trim(), coded('blanks-around'))
}

export const hostName = z
  .string()
  .max(253)
  .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, coded('host-name'))

export const uuid = z.uuid()
export const instant = z.iso.datetime({ precision: 3 }).openapi({ example: '2026-11-25T09:00:00.000Z' })
export const sequence = z.coerce.number().int().min(1).max(2_147_483_647)
export const digest = z.string().regex(/^[0-9a-f]{64}$/)

/** A sentence that a person wrote about a decision. */
export const reason = plainText(3, 500)
