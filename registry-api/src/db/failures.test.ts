import { DrizzleQueryError } from 'drizzle-orm/errors'
import { describe, expect, it } from 'vitest'
import {
  databaseFailure,
  isConnectionLost,
  isConnectionLostByDriver,
  isDatabaseUnavailable,
  isSerializationFailure,
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
