import { DrizzleQueryError } from 'drizzle-orm/errors'
import { describe, expect, it } from 'vitest'
import {
  databaseFailure,
  isConnectionLost,
  isConnectionLostByDriver,
  isDatabaseUnavailable,
  isSerializationFailure,
  isUnstorableText,
  textOfError,
} from './failures.ts'

const coded = (code: string, more: object = {}) => Object.assign(new Error('x'), { code, ...more })
const postgres = (code: string, more: object = {}) => coded(code, { name: 'PostgresError', ...more })
const ofQuery = (cause: Error) => new DrizzleQueryError('SELECT 1', [], cause)

describe('a failure of the database', () => {
  it.each(['ECONNREFUSED', 'ENOENT', 'CONNECTION_CLOSED'])('%s of a query is told as unavailable', (code) => {
    expect(isDatabaseUnavailable(ofQuery(coded(code)))).toBe(true)
    expect(isConnectionLost(ofQuery(coded(code)))).toBe(true)
  })

  it.each(['ENOENT', 'ECONNREFUSED', 'ECONNRESET'])('%s of a file or another socket is none', (code) => {
    expect(isDatabaseUnavailable(coded(code))).toBe(false)
    expect(isDatabaseUnavailable(new Error('wrapped', { cause: coded(code) }))).toBe(false)
    expect(isConnectionLostByDriver(coded(code))).toBe(true)
  })

  it.each(['57P01', '57P03', '08006', '53300', '3D000'])('%s of the server is unavailable', (code) => {
    expect(isDatabaseUnavailable(ofQuery(postgres(code)))).toBe(true)
  })

  it.each(['23505', '42P01', '22P02'])('%s of the server is an answer', (code) => {
    expect(isDatabaseUnavailable(ofQuery(postgres(code)))).toBe(false)
    expect(isConnectionLost(ofQuery(postgres(code)))).toBe(false)
  })

  it('names the constraint that refused', () => {
    expect(
      databaseFailure(ofQuery(postgres('23505', { constraint_name: 'operator_name_once' })))?.constraint,
    ).toBe('operator_name_once')
  })

  it('is a race only by 40001 and 40P01', () => {
    expect(isSerializationFailure(ofQuery(postgres('40001')))).toBe(true)
    expect(isSerializationFailure(ofQuery(postgres('40P01')))).toBe(true)
    expect(isSerializationFailure(ofQuery(postgres('23505')))).toBe(false)
  })
})

describe('the text of an error, for a log', () => {
  const mail = 'olga@demo.example'
  const failed = (cause: Error) => new DrizzleQueryError('SELECT $1', [mail, 'at home\n    at work'], cause)

  it('tells query, code, constraint and place, and none of the values', () => {
    const text = textOfError(failed(postgres('23505', { constraint_name: 'person_once' })))
    for (const part of ['SELECT $1', '23505', 'person_once', 'failures.test.ts']) expect(text).toContain(part)
    for (const value of [mail, 'at home', 'at work']) expect(text).not.toContain(value)
  })

  it('leaves out what PostgreSQL quotes of a value that it could not read', () => {
    const cause = Object.assign(new Error(`invalid input syntax for type uuid: "${mail}"`), {
      name: 'PostgresError',
      code: '22P02',
    })
    expect(textOfError(failed(cause))).not.toContain(mail)
    expect(textOfError(cause)).not.toContain(mail)
    expect(textOfError(cause)).toContain('22P02')
  })

  it('is the stack of any other error', () => {
    const error = new Error('x')
    expect(textOfError(error)).toBe(error.stack)
  })

  it('knows a text that cannot be stored', () => {
    expect(isUnstorableText(ofQuery(postgres('22021')))).toBe(true)
    expect(isUnstorableText(ofQuery(postgres('22P02')))).toBe(false)
  })
})
