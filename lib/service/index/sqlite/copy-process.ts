/**
 * Copies the database that is named first to the second name and prints what is wrong with either, as a JSON list of
 * sentences; see `copy.ts`.
 */
import { setPriority } from 'node:os'
import BetterSqlite3 from 'better-sqlite3'
import { damageIn } from '../../index-health.ts'

const [source, target] = process.argv.slice(2) as [string, string]

/** A copy is of a moment that has passed: it must never be taken for the index last used with its store. */
const markAsOlder = 'UPDATE mark SET openings = openings - 1'

function soundnessOf(db: BetterSqlite3.Database, check: 'quick_check' | 'integrity_check'): string[] {
  const rows = db.pragma(`${check}(10)`) as Record<string, string>[]
  const found = rows.map((row) => row[check]!)
  return found.length === 1 && found[0] === 'ok' ? [] : found
}

function copy(): string[] {
  const db = new BetterSqlite3(source, { readonly: true, fileMustExist: true })
  const found = soundnessOf(db, 'quick_check') // what only an index lacks would not be in the copy
  if (found.length > 0) return found
  db.prepare('VACUUM INTO ?').run(target)
  db.close()
  const made = new BetterSqlite3(target)
  made.exec(markAsOlder)
  const wrong = soundnessOf(made, 'integrity_check')
  made.close()
  return wrong
}

setPriority(10)
try {
  console.log(JSON.stringify(copy()))
} catch (error) {
  const detail = damageIn(error)
  if (detail === undefined) throw error
  console.log(JSON.stringify([detail]))
}
