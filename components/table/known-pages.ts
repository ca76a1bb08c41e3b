/**
 * What is known of a listing that can only be read forward: where each visited page starts. Rows come and go, this
 * stays, so that any visited page can be asked for again.
 */
export interface KnownPage<Cursor> {
  cursor: Cursor | undefined
  /** Number of its first row. */
  offset: number
  /** Rows in it, once it was loaded. */
  count?: number
  /** The key of its last row: where the next page goes on. Cursors do not tell, each may be sealed anew. */
  last?: string | undefined
}

/** Enters a loaded page, and where the listing goes on behind it. Pages behind one that changed are forgotten. */
export function enterPage<Cursor>(
  known: KnownPage<Cursor>[],
  number: number,
  loaded: { count: number; cursor?: Cursor; last?: string | undefined },
): KnownPage<Cursor>[] {
  const page = known[number]
  if (!page || (page.count === loaded.count && page.last === loaded.last)) return known
  const entered = [...known.slice(0, number), { ...page, count: loaded.count, last: loaded.last }]
  return loaded.cursor === undefined
    ? entered
    : [...entered, { cursor: loaded.cursor, offset: page.offset + loaded.count }]
}

/** The number of the page a row lies in; of empty pages at the same place the last one. */
export function pageOf<Cursor>(known: KnownPage<Cursor>[], row: number): number {
  let low = 0
  let high = known.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((known[middle]?.offset ?? 0) <= row) low = middle
    else high = middle - 1
  }
  return low
}

/** How many rows are known, and whether that is all of them. */
export function extent<Cursor>(known: KnownPage<Cursor>[]): { rows: number; complete: boolean } {
  const last = known.at(-1)
  return { rows: (last?.offset ?? 0) + (last?.count ?? 0), complete: last?.count !== undefined }
}
