import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import type { OutsideHead } from '../../src/audit/verify-chain.ts'
import { UsageError } from '../errors.ts'
import { readOrUsage } from '../files.ts'

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const Head = z.looseObject({ seq: z.number().int().min(1), hash })
const ListRecord = z.looseObject({ auditHead: z.looseObject({ seq: z.number().int(), hash }).nullish() })

/** The heads that a worker has written down, one JSON object a line. */
export async function headsOfFile(path: string): Promise<OutsideHead[]> {
  const lines = (await readOrUsage('--heads', path)).toString('utf8').split('\n').filter(Boolean)
  return lines.map((line, index) => {
    const head = Head.safeParse(parse(line)).data
    if (head === undefined) throw new UsageError(`--heads: line ${index + 1} of ${path} is no head`)
    return { seq: head.seq, hash: head.hash, from: `${basename(path)}, line ${index + 1}` }
  })
}

/** The heads that the records of published lists hold. */
export async function headsOfLists(directory: string): Promise<OutsideHead[]> {
  const names = await readdir(directory).catch(() => {
    throw new UsageError(`--lists: ${directory} cannot be read`)
  })
  const records = names.filter((name) => /^\d+\.json$/.test(name))
  const heads = await Promise.all(
    records.map(async (name) => {
      const record = ListRecord.safeParse(parse(await readFile(join(directory, name), 'utf8'))).data
      const head = record?.auditHead
      return head ? [{ seq: head.seq, hash: head.hash, from: `list ${name.slice(0, -'.json'.length)}` }] : []
    }),
  )
  return heads.flat().toSorted((a, b) => a.seq - b.seq)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
