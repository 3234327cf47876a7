/**
 * National identifiers, checked by their own keys before anything is looked up: a wrong digit is told where it was
 * typed. Each takes the text as sent: no blanks, no dots (« Sans espace »).
 */

const LA_POSTE = '356000000'

/** Luhn (ISO/IEC 7812-1): from the right, every second digit doubled, the sum a multiple of ten. */
export function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let at = 0; at < digits.length; at += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - at) - 48
    const weighted = at % 2 === 0 ? digit : digit * 2
    sum += weighted > 9 ? weighted - 9 : weighted
  }
  return sum % 10 === 0
}

export function isSiren(text: string): boolean {
  // 000000000 passes Luhn and is nobody.
  return /^\d{9}$/.test(text) && text !== '000000000' && passesLuhn(text)
}

/**
 * SIREN + five digits of the establishment. Most establishments of La Poste have a number whose digits add up to a
 * multiple of five instead of a Luhn key; its head office has both.
 */
export function isSiret(text: string): boolean {
  if (!/^\d{14}$/.test(text) || !isSiren(text.slice(0, 9))) return false
  if (passesLuhn(text)) return true
  if (!text.startsWith(LA_POSTE)) return false
  return [...text].reduce((sum, digit) => sum + Number(digit), 0) % 5 === 0
}

/** Whether the establishment is one of this legal body. */
export function isOfSiren(siret: string, siren: string): boolean {
  return siret.startsWith(siren)
}

/** Two digits of the département (2A and 2B too), six of the establishment, one key. */
export function isFinessForm(text: string): boolean {
  return /^(\d{2}|2[AB])\d{7}$/.test(text)
}

/**
 * The key of a FINESS number is Luhn's. It only warns: numbers with a false key stand in the national file.
 * How the letter of 2A and 2B counts is written nowhere we trust, so those pass.
 */
export function hasFinessKey(text: string): boolean {
  return isFinessForm(text) && (/[AB]/.test(text) || passesLuhn(text))
}

/**
 * Struct_IdNat: one digit that says which register, then the number in it [D3.3]: 0 ADELI of a surgery, 1 FINESS,
 * 2 SIREN, 3 SIRET, 4 RPPS of a surgery. 1 to 3 have a form of their own.
 */
export function isStructureIdentifier(text: string): boolean {
  const id = text.slice(1)
  if (text.startsWith('1')) return isFinessForm(id)
  if (text.startsWith('2')) return isSiren(id)
  if (text.startsWith('3')) return isSiret(id)
  return /^[04]\d{8,14}$/.test(text)
}

/** E.164: a plus, a country code, fifteen digits at most. */
export function isE164(text: string): boolean {
  return /^\+[1-9]\d{6,14}$/.test(text)
}
