import { describe, expect, it } from 'vitest'
import { showable, SHOWN_MAX, spellUnseen } from './foreign-text.ts'

describe('foreign text', () => {
  it('spells out direction overrides, so that a name cannot reorder its line', () => {
    expect(spellUnseen('ab\u202eexe.fr\u2069')).toBe('ab[U+202E]exe.fr[U+2069]')
  })

  it('spells out controls, invisible spaces and line separators', () => {
    expect(spellUnseen('a\u0000b\nc\u200bd\u2028e\u009b')).toBe(
      'a[U+0000]b[U+000A]c[U+200B]d[U+2028]e[U+009B]',
    )
  })

  it('leaves ordinary words of any script alone', () => {
    const text = 'Mélèze & Fils <b>, 株式会社, "Ωmega" — n° 1 284'
    expect(showable(text)).toBe(text)
  })

  it('cuts what is too long and says how long it was, without cutting a pair in two', () => {
    const shown = showable('😀'.repeat(5000))
    expect(shown).toBe(`${'😀'.repeat(SHOWN_MAX)}… (10000 caractères)`)
    expect(showable('x'.repeat(SHOWN_MAX))).toHaveLength(SHOWN_MAX)
  })
})
