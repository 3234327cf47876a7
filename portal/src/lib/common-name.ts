/** The CN of a name as RFC 4514 writes it, its escapes undone; the whole name where it has none. */
export function commonName(distinguishedName: string): string {
  const value = /(?:^|,)\s*CN=((?:\\.|[^,+\\])*)/i.exec(distinguishedName)?.[1]
  return value === undefined || value === '' ? distinguishedName : value.replace(/\\(.)/g, '$1').trim()
}
