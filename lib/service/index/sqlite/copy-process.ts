/**
 * Copies the database that is named first to the second name and prints what kept it from that, as a JSON list of
 * sentences; see `copy.ts`.
 */
import { setPriority } from 'node:os'
import BetterSqlite3 from 'better-sqlite3'
import { damageIn } from '../../index-health.ts'

const [source, target] = process.argv.slice(2) as [string, string]

/** A copy is of a moment that has passed: it must never be taken for the index last used with its store. */
const markAsOlder = 'UPDATE mark SET openings = openings - 1'

/** Damage, or rows that contradict one another. */
function contentToBlame(error: unknown): string | undefined {
  const { code = '', message } = error as { code?: string; message: string }
  return code.startsWith('SQLITE_CONSTRAINT') ? message : damageIn(error)
}

setPriority(10)
try {
  const db = new BetterSqlite3(source, { readonly: true, fileMustExist: true })
  db.prepare('VACUUM INTO ?').run(target)
  db.close()
  const made = new BetterSqlite3(target)
  made.exec(markAsOlder)
  made.close()
  console.log('[]')
} catch (error) {
  const detail = contentToBlame(error)
  if (detail === undefined) throw error
  console.log(JSON.stringify([detail]))
}
