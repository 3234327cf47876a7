import { describe, expect, it } from 'vitest'
import {
  ariaSort,
  entriesSearch,
  nextPage,
  previousPage,
  readEntriesQuery,
  sortedBy,
} from './entries-query.ts'

const read = (search: string) => readEntriesQuery(new URLSearchParams(search))

describe('the query of the entries table', () => {
  it('survives the way through a URL', () => {
    const query = read('?q=175&operateur=M%C3%A9l%C3%A8ze+%26+Fils&tri=-ajout&apres=YWJj.12&avant=a+b')
    expect(read(entriesSearch(query))).toEqual(query)
    expect(query).toEqual({
      search: '175',
      operator: 'Mélèze & Fils',
      sort: '-ajout',
      after: 'YWJj.12',
      trail: ['a', 'b'],
    })
  })

  it('is nothing at all for the plain first page', () => {
    expect(entriesSearch(read(''))).toBe('')
    expect(entriesSearch(read('?q=++&tri=numero&avant=a'))).toBe('')
  })

  it('drops what cannot be meant', () => {
    const query = read(`?tri=couleur&apres=<script>&avant=a+${'x'.repeat(401)}+b&q=${'y'.repeat(5000)}`)
    expect(query).toMatchObject({ sort: 'numero', after: undefined, trail: ['a', 'b'] })
    expect(query.search).toHaveLength(100)
  })
})

describe('paging by cursor', () => {
  it('walks forth and back to the first page over the same pages', () => {
    const first = read('?q=db')
    const second = nextPage(first, 'c2')
    const third = nextPage(second, 'c3')
    expect(third).toMatchObject({ after: 'c3', trail: ['c2'] })
    expect(previousPage(third)).toEqual(second)
    expect(previousPage(second)).toEqual(first)
    expect(previousPage(first)).toBeUndefined()
  })

  it('goes to the first page where the trail ends, and keeps the URL short', () => {
    let query = read('')
    for (let page = 2; page <= 40; page++) query = nextPage(query, `c${page}`)
    expect(entriesSearch(query).length).toBeLessThan(200)
    let back: ReturnType<typeof previousPage> = query
    let steps = 0
    for (; back?.after !== undefined; steps++) back = previousPage(back)
    expect(steps).toBe(13)
    expect(back).toEqual(read(''))
  })
})

describe('sorting', () => {
  it('turns round on the second click and starts again from the first page', () => {
    const once = sortedBy(nextPage(read('?q=db'), 'c2'), 'operateur')
    expect(once).toEqual(read('?q=db&tri=operateur'))
    expect(sortedBy(once, 'operateur').sort).toBe('-operateur')
    expect(sortedBy(sortedBy(once, 'operateur'), 'operateur').sort).toBe('operateur')
  })

  it('says the order of one column only', () => {
    const query = read('?tri=-ajout')
    expect((['numero', 'operateur', 'ajout'] as const).map((key) => ariaSort(query, key))).toEqual([
      'none',
      'none',
      'descending',
    ])
  })
})
