/**
 * Readers of the list tell operators apart by their displayed name alone. Two names that look alike are therefore one
 * name: each has a skeleton, in the manner of Unicode TR39, and a skeleton is borne once.
 */

// Letters of other alphabets and Latin letters with a stroke, by what they look like. Capitals stand apart from small
// letters: Η looks like H, η like n. What NFKD takes apart (accents, full width, mathematical letters) is not here.
const LOOK_ALIKES: readonly (readonly [string, string])[] = [
  // Cyrillic
  ['АаӐӑ', 'a'],
  ['ВвЬьЪъ', 'b'],
  ['СсҪҫ', 'c'],
  ['Ԁԁ', 'd'],
  ['ЕеЁёЄєҽ', 'e'],
  ['Ғғ', 'f'],
  ['Ԍԍ', 'g'],
  ['НнҢңҺһ', 'h'],
  ['ІіЇїӀӏ', 'i'],
  ['Јј', 'j'],
  ['КкҚқҠҡ', 'k'],
  ['Мм', 'm'],
  ['Пп', 'n'],
  ['ОоӨө', 'o'],
  ['Рр', 'p'],
  ['Ԛԛ', 'q'],
  ['Гг', 'r'],
  ['Ѕѕ', 's'],
  ['ТтҬҭ', 't'],
  ['Ѵѵ', 'v'],
  ['ԜԝѠѡ', 'w'],
  ['ХхҲҳ', 'x'],
  ['УуҮүҰұЎў', 'y'],
  ['Зз', '3'],
  // Greek
  ['Αα', 'a'],
  ['Ββ', 'b'],
  ['Ϲϲ', 'c'],
  ['Εε', 'e'],
  ['Η', 'h'],
  ['Ιι', 'i'],
  ['Ϳϳ', 'j'],
  ['Κκ', 'k'],
  ['Μ', 'm'],
  ['Νη', 'n'],
  ['Οοσ', 'o'],
  ['Ρρ', 'p'],
  ['Ττ', 't'],
  ['μυ', 'u'],
  ['ν', 'v'],
  ['ω', 'w'],
  ['Χχ', 'x'],
  ['Υγ', 'y'],
  ['Ζ', 'z'],
  // Latin
  ['ɑⱥȺ', 'a'],
  ['ƀɃ', 'b'],
  ['ȻȼↃↄ', 'c'],
  ['đĐðÐ', 'd'],
  ['Ɇɇə', 'e'],
  ['ɡǤǥ', 'g'],
  ['ħĦ', 'h'],
  ['ıƗɨɩ', 'i'],
  ['łŁƚȽǀ', 'l'],
  ['ŋŊ', 'n'],
  ['øØ', 'o'],
  ['ŧŦⱦȾ', 't'],
  ['ʋ', 'u'],
  ['ƶƵ', 'z'],
  ['ʏ', 'y'],
  ['æÆ', 'ae'],
  ['œŒ', 'oe'],
]
const LOOKS = new Map(LOOK_ALIKES.flatMap(([from, to]) => [...from].map((letter) => [letter, to] as const)))

// After folding: i, l, 1 and | are drawn alike somewhere, o and 0 too; r + n read as m, v + v as w.
const DRAWN_ALIKE: Readonly<Record<string, string>> = { i: 'l', '1': 'l', '0': 'o', m: 'rn', w: 'vv' }

/** What a name looks like. Blanks and punctuation do not tell two names apart. */
export function skeletonOf(name: string): string {
  const bare = name.normalize('NFKD').replaceAll(/\p{M}/gu, '')
  const latin = [...bare.replaceAll('|', 'l')].map((letter) => LOOKS.get(letter) ?? letter).join('')
  const folded = latin.toUpperCase().toLowerCase().normalize('NFKD')
  return [...folded.replaceAll(/[^\p{L}\p{N}]/gu, '')].map((letter) => DRAWN_ALIKE[letter] ?? letter).join('')
}

/** Letters of alphabets whose look-alikes are known here: any other would pass the comparison unseen. */
export function isOfKnownScripts(name: string): boolean {
  return /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}]*$/u.test(
    name,
  )
}

/** A name made of dots and dashes looks like nothing. */
export function hasLetters(name: string): boolean {
  return skeletonOf(name).length >= 2
}
