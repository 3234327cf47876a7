import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import type { Act } from '../step-ups/act.ts'
import type { HttpEnvironment } from './environment.ts'

/** The call as a security key vouches for it (step-ups/act.ts). */
export async function actOf(c: Context<HttpEnvironment>): Promise<Act> {
  const body = Buffer.from(await c.req.arrayBuffer())
  return {
    trustSpace: c.var.trustSpace,
    method: c.req.method,
    path: c.req.path,
    ifMatch: c.req.header('if-match') ?? null,
    bodySha256: createHash('sha256').update(body).digest('hex'),
    stepUpId: c.req.header('x-step-up'),
  }
}
