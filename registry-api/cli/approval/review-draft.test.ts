import { describe, expect, test } from 'vitest'
import {
  EMPTY_DIGEST,
  readWhitelist,
  sha256Hex,
  writeUnsignedWhitelist,
  type Entry,
} from '@trust-space/whitelist'
import type { Publication } from '../publication.ts'
import type { HeldList } from './held-list.ts'
import { countsOf, describeReview, reviewDraft } from './review-draft.ts'

function line(number: number, over: Partial<Entry> = {}): Entry {
  const wadoHost = `db${number}.demo.mesimagesmedicales.fr`
  return {
    number,
    wadoHost,
    viewerHost: `vi${number}.demo.mesimagesmedicales.fr`,
    denomination: 'OPERATEUR',
    certificateDn: `CN=${wadoHost},OU=3,O=CENTRE,C=FR`,
    supportContact: 'support@operateur.example',
    addedAt: '2026-11-01T08:00:00Z',
    ...over,
  }
}

const unsigned = (...entries: Entry[]) =>
  writeUnsignedWhitelist({ generatedAt: '2026-11-25T08:00:00Z', entries })

function heldOf(...entries: Entry[]): HeldList {
  const { digest, ...content } = readWhitelist(unsigned(...entries))
  return { ...content, digest, signedAt: '2026-11-25T08:00:00Z' }
}

function publicationOf(
  draft: Uint8Array,
  held: HeldList | undefined,
  over: Partial<Publication> = {},
): Publication {
  return {
    sequence: 8,
    state: 'awaiting',
    kind: 'change',
    baseSequence: held ? 7 : 0,
    baseDigest: held?.digest ?? EMPTY_DIGEST,
    contentDigest: sha256Hex(draft),
    entryCount: 0,
    changes: { added: 0, removed: 0, changed: 0 },
    approvals: 0,
    approvalsNeeded: 1,
    ...over,
  }
}

const code = (run: () => unknown): unknown => {
  try {
    return run()
  } catch (error) {
    return (error as { code?: string }).code
  }
}

test('a draft is told by its own bytes, whatever the API counts', () => {
  const held = heldOf(line(1), line(2), line(3))
  const draft = unsigned(line(1), line(3, { supportContact: 'autre@operateur.example' }), line(4))
  const review = reviewDraft(publicationOf(draft, held), draft, held)
  expect(countsOf(review)).toBe('1 1 1')
  expect(describeReview(review)).toEqual([
    '3 lines before, 3 after: 1 added, 1 removed, 1 changed',
    '+ 4 db4.demo.mesimagesmedicales.fr | vi4.demo.mesimagesmedicales.fr | OPERATEUR | CN=db4.demo.mesimagesmedicales.fr,OU=3,O=CENTRE,C=FR',
    '- 2 db2.demo.mesimagesmedicales.fr | vi2.demo.mesimagesmedicales.fr | OPERATEUR | CN=db2.demo.mesimagesmedicales.fr,OU=3,O=CENTRE,C=FR',
    '~ 3 db3.demo.mesimagesmedicales.fr',
    '    supportContact: support@operateur.example -> autre@operateur.example',
  ])
})

test('a first list is all additions on no list', () => {
  const draft = unsigned(line(1), line(2))
  expect(countsOf(reviewDraft(publicationOf(draft, undefined), draft, undefined))).toBe('2 0 0')
})

test('an exchange of certificates shows as a change of the DN', () => {
  const held = heldOf(line(1))
  const draft = unsigned(line(1, { certificateDn: `CN=${line(1).wadoHost},OU=3,O=INTRUS,C=FR` }))
  expect(describeReview(reviewDraft(publicationOf(draft, held), draft, held))).toContain(
    '    certificateDn: CN=db1.demo.mesimagesmedicales.fr,OU=3,O=CENTRE,C=FR -> CN=db1.demo.mesimagesmedicales.fr,OU=3,O=INTRUS,C=FR',
  )
})

test('lines in another order, and an empty list, are pointed out', () => {
  const held = heldOf(line(1), line(2))
  const moved = unsigned(line(2), line(1))
  expect(describeReview(reviewDraft(publicationOf(moved, held), moved, held))).toContain(
    '! lines that stay are in another order',
  )
  const empty = unsigned()
  expect(describeReview(reviewDraft(publicationOf(empty, held), empty, held))[1]).toMatch(
    /^! the list would be empty/,
  )
  const removed = unsigned(line(2))
  expect(describeReview(reviewDraft(publicationOf(removed, held), removed, held)).join()).not.toContain(
    'another order',
  )
})

describe('a draft is refused that', () => {
  const held = heldOf(line(1), line(2))
  const draft = unsigned(line(1))
  test.each<[string, string, () => unknown]>([
    [
      'rests on another list',
      'base-differs',
      () => reviewDraft(publicationOf(draft, heldOf(line(3))), draft, held),
    ],
    [
      'rests on a list while none is held',
      'base-differs',
      () => reviewDraft(publicationOf(draft, held), draft, undefined),
    ],
    [
      'pretends to be the first while a list is held',
      'base-differs',
      () => reviewDraft(publicationOf(draft, undefined), draft, held),
    ],
    [
      'says base 0 with the digest of the held list',
      'base-differs',
      () => reviewDraft(publicationOf(draft, held, { baseSequence: 0 }), draft, held),
    ],
    [
      'is not the content that is announced',
      'content-differs',
      () => reviewDraft(publicationOf(unsigned(line(2)), held), draft, held),
    ],
    [
      'is no list',
      'draft-invalid',
      () => {
        const bytes = Buffer.from('<a></a>')
        return reviewDraft(publicationOf(bytes, held), bytes, held)
      },
    ],
    [
      'is not canonical',
      'draft-invalid',
      () => {
        const bytes = Buffer.from(
          Buffer.from(draft).toString().replace('<ListeDomaines>', '\n<ListeDomaines>'),
        )
        return reviewDraft(publicationOf(bytes, held), bytes, held)
      },
    ],
  ])('%s', (_, expected, run) => {
    expect(code(run)).toBe(expected)
  })
})
