import { expect, it } from 'vitest'
import { readProblems } from './problems.ts'

const document = `<!-- Generated -->

# Errors of the registry's API

Words before.

## Operators

### operator-name-taken

409 — An operator already bears the name “{name}”.\\
Un opérateur porte déjà le nom « {name} ».

Use the operator that exists,
or another name.

### no-form

Nothing that can be read.

## Empty noun

Words only.

## Before any noun

What goes wrong with a request as such.

### body-too-large

413 — The body is larger than {bytesMax} bytes.\\
Le corps dépasse {bytesMax} octets.

Send less.
`

it('reads each refusal with its noun, its two sentences and what to do', () => {
  expect(readProblems(document)).toEqual([
    {
      noun: 'Operators',
      problems: [
        {
          code: 'operator-name-taken',
          status: 409,
          english: 'An operator already bears the name “…”.',
          french: 'Un opérateur porte déjà le nom «\u00a0…\u00a0».',
          next: 'Use the operator that exists, or another name.',
        },
      ],
    },
    {
      noun: 'Before any noun',
      problems: [
        {
          code: 'body-too-large',
          status: 413,
          english: 'The body is larger than … bytes.',
          french: 'Le corps dépasse … octets.',
          next: 'Send less.',
        },
      ],
    },
  ])
})

it('gives nothing for a document of another form', () => {
  expect(readProblems('')).toEqual([])
  expect(readProblems('## Noun\n\n### code\n\nwords\n')).toEqual([])
})
