import type { Entry, FolderPage } from './folder.ts'
import { type Cursor, type List, Lister, maxPage, type Named } from './lister.ts'

export interface FlatQuery {
  /** What the full names begin with. */
  prefix?: string
  /** Full name to begin at, inclusive. */
  start?: string
  cursor?: Cursor
}

/** The next objects by full name, as the service lists them; empty answers that go on are followed for a while. */
export async function listFlat<T extends Named>(
  list: List<T>,
  query: FlatQuery,
  signal?: AbortSignal,
): Promise<FolderPage<T>> {
  const { prefix = '', start, cursor } = query
  const lister = new Lister(list, prefix, 50, signal)
  const run = await lister.run(cursor?.after ?? start, maxPage, cursor?.token)
  const rows = run.rows.filter(({ name }) => name !== cursor?.after)
  const entries = rows.map(({ name, object }): Entry<T> => ({ kind: 'object', name, object }))
  if (!run.token) return { entries }
  return { entries, cursor: rows.length > 0 ? { after: rows.at(-1)?.name } : { ...cursor, token: run.token } }
}
