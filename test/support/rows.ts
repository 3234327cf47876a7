import { randomUUID } from 'node:crypto'
import type postgres from 'postgres'

export type Row = Record<string, unknown>

let counter = 1_000

/** Any value that a column of this type takes; different each time, so that nothing unique collides. */
function anyValue(type: string): unknown {
  counter += 1
  switch (type) {
    case 'uuid':
      return randomUUID()
    case 'text':
      return `x${counter}`
    case 'int4':
    case 'int8':
      return counter
    case 'bool':
      return false
    case 'timestamptz':
      return '2026-11-25T09:00:00.000Z'
    case 'date':
      return '2026-11-25'
    case 'jsonb':
      return {}
    case 'bytea':
      return '\\x25504446'
    default:
      if (type.startsWith('_')) return '{}'
      throw new Error(`no value for a column of type ${type}: say one in the test`)
  }
}

/** Inserts one row as the owner: `given`, and any value for what else must not be null. Answers the whole row. */
export async function insertRow(owner: postgres.Sql, table: string, given: Row): Promise<Row> {
  const columns = await owner<{ name: string; type: string; needed: boolean }[]>`
    SELECT column_name AS name, udt_name AS type, is_nullable = 'NO' AND column_default IS NULL AS needed
      FROM information_schema.columns WHERE table_schema = 'public' AND table_name = ${table}`
  const row: Row = {}
  for (const { name, type, needed } of columns)
    if (name in given) row[name] = given[name]
    else if (needed) row[name] = anyValue(type)
  const names = Object.keys(row)
    .map((name) => `"${name}"`)
    .join(', ')
  const [inserted] = await owner.unsafe<{ row: Row }[]>(
    `INSERT INTO ${table} (${names}) SELECT ${names} FROM jsonb_populate_record(NULL::${table}, $1::jsonb)
     RETURNING to_jsonb(${table}) AS row`,
    [row as unknown as string],
  )
  return inserted!.row
}
