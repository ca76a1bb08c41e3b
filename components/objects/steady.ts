import type { EntryRow } from '#lib/browse/row.ts'
import type { Result } from '#lib/failure/result.ts'

/** Whether rows would stand elsewhere with what has come since: others between them, or some of them gone. */
export function movesRows(shown: Result<{ rows: EntryRow[] }>, come: Result<{ rows: EntryRow[] }>): boolean {
  if (!shown.ok || !come.ok) return false
  return shown.rows.some(({ name }, i) => come.rows[i]?.name !== name)
}
