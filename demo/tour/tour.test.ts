import { describe, expect, it } from 'vitest'
import { alterOneLetter } from './chapters.ts'
import { narrator } from './narrator.ts'

const idle = new AbortController().signal

describe('the altered list', () => {
  it.each(['<L><db>db1.fr</db><db>db2.fr</db></L>', '<L><db>xb1.fr</db></L>'])(
    'of %s differs in one letter',
    (text) => {
      const list = Buffer.from(text)
      const altered = alterOneLetter(list)
      const changed = [...list].filter((byte, at) => byte !== altered[at])
      expect(altered.length).toBe(list.length)
      expect(changed).toHaveLength(1)
      expect(list.toString()).toBe(text)
    },
  )

  it('cannot be made of a list without lines', () => {
    expect(() => alterOneLetter(Buffer.from('<L></L>'))).toThrow(/aucune ligne/)
  })
})

describe('narrator', () => {
  it('wraps lines at blanks, and never before the signs that French sets off by one', async () => {
    let text = ''
    await narrator((each) => (text += each), true, idle).tell(`${'mot '.repeat(21)}suspendue : oui`)
    expect(text.split('\n').every((line) => line.length <= 88)).toBe(true)
    expect(text).toContain('suspendue\u00a0: oui')
  })

  it('is cut short by the signal', async () => {
    const leave = new AbortController()
    const telling = narrator(() => undefined, false, leave.signal).tell('x'.repeat(1_000))
    leave.abort()
    await expect(telling).rejects.toMatchObject({ name: 'AbortError' })
  })
})
