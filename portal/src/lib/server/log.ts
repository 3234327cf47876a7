/** One JSON line on standard error. Never a query string: people type names into them (decisions 36). */
export function log(line: Readonly<Record<string, string | number>>): void {
  process.stderr.write(`${JSON.stringify(line)}\n`)
}
