/** Where a page ends: time and id, for two may be due at the same moment. */
export function cursorOf({ dueAt, id }: { readonly dueAt: Date; readonly id: string }): string {
  return `${dueAt.toISOString()}_${id}`
}

/** The position in a cursor; one that is none of ours begins anew. */
export function positionOf(cursor: string): { readonly dueAt: Date; readonly id: string } | undefined {
  const [, time, id] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_([0-9a-f-]{36})$/.exec(cursor) ?? []
  if (time === undefined || id === undefined || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))
    return undefined
  const dueAt = new Date(time)
  return Number.isNaN(dueAt.getTime()) ? undefined : { dueAt, id }
}
