/** What can be said of the index that a store has, without using it: the database is only read. */
import BetterSqlite3 from 'better-sqlite3'
import { IndexBehindError, unfinishedRecords } from '../engine/unfinished.ts'
import { createJobReads } from '../index/sqlite/read/jobs.ts'
import { createObjectReads } from '../index/sqlite/read/objects.ts'
import type { ChunkStore } from '../ports.ts'
import type { Store } from '../store.ts'

/** Findings of SQLite named, at most. */
const MOST = 100

/** SQLite's own check, the whole of it. */
export function integrityOf(file: string): string[] {
  const db = new BetterSqlite3(file, { readonly: true })
  try {
    const rows = db.pragma(`integrity_check(${MOST})`) as { integrity_check: string }[]
    const found = rows.map((row) => row.integrity_check)
    return found.length === 1 && found[0] === 'ok' ? [] : found
  } catch (error) {
    return [(error as Error).message]
  } finally {
    db.close()
  }
}

/** Whether it is the one last used with the store, as both counted. */
function belongs(file: string, { header }: Store): boolean {
  const db = new BetterSqlite3(file, { readonly: true })
  try {
    const mark = db.prepare<[], typeof header>('SELECT generation, openings FROM mark').get()
    return mark ? mark.generation === header.generation && mark.openings >= header.openings : header.openings === 0
  } finally {
    db.close()
  }
}

/**
 * Jobs that are complete in one index and neither complete nor deleted in the other; undefined where the first cannot be
 * read.
 *
 * @param file of any format.
 */
export function missingBackups(file: string, made: string): string[] | undefined {
  const db = new BetterSqlite3(made, { readonly: true })
  try {
    db.prepare('ATTACH ? AS before').run(file)
    const missing = db.prepare<[], string>(
      `SELECT id FROM before.job WHERE state = 'COMPLETED'
         AND id NOT IN (SELECT id FROM main.job WHERE state = 'COMPLETED')
         AND id NOT IN (SELECT id FROM main.deleted_job)`,
    )
    return missing.pluck().all()
  } catch {
    return undefined // damaged, which is what a rebuild is for
  } finally {
    db.close()
  }
}

/**
 * The sequences that the next start makes void, by an index of the format of this version that is sound. None where the
 * store was last used by a version that kept no mark; undefined where the index is not the one last used with the store.
 */
export async function unfinishedIn(
  file: string,
  store: Store,
  chunks: Pick<ChunkStore, 'manifestsFrom'>,
): Promise<number[] | undefined> {
  const { settled } = store.header
  if (!belongs(file, store)) return undefined
  if (settled === undefined) return []
  const db = new BetterSqlite3(file, { readonly: true })
  try {
    const { scope, ...jobs } = createJobReads(db)
    return await unfinishedRecords({ index: { ...jobs, ...createObjectReads(db, scope) }, chunks }, settled)
  } catch (error) {
    if (error instanceof IndexBehindError) return undefined
    throw error
  } finally {
    db.close()
  }
}
