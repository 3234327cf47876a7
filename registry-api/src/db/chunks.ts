// PostgreSQL takes 65,535 parameters in one statement; the widest row here has some twenty columns.
const ROWS_MAX = 1_000

/** Runs `write` for one slice of `rows` after another, so that a list of any length may be inserted. */
export async function inChunks<Row>(
  rows: readonly Row[],
  write: (chunk: Row[]) => PromiseLike<unknown>,
): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_MAX) await write(rows.slice(from, from + ROWS_MAX))
}
