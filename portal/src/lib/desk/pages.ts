/** Where the first and the next page of a list are: the same filters, without what the last act left in the address. */
export function pageAddresses(
  url: URL | { readonly pathname: string; readonly search: string },
  next: string | null,
) {
  const query = new URLSearchParams(url.search)
  for (const key of [...query.keys()]) {
    if (key === 'fait' || key === 'apres' || key.startsWith('/')) query.delete(key)
  }
  const first = query.toString()
  if (next !== null) query.set('apres', next)
  return { first: first === '' ? url.pathname : `?${first}`, next: `?${query.toString()}` }
}
