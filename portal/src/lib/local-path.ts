/**
 * The path a form asks to come back to, as long as it stays on this origin; else the home page.
 *
 * Hostile input: `//evil.example`, `/\evil.example`, `https:evil` and friends would otherwise send a reader away.
 */
export function localPath(wanted: string, origin: string): string {
  if (!wanted.startsWith('/') || !URL.canParse(wanted, origin)) return '/'
  const url = new URL(wanted, origin)
  return url.origin === origin ? `${url.pathname}${url.search}` : '/'
}
