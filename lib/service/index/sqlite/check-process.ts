/** Prints what is wrong with the database that is named, as a JSON list of sentences; see `check.ts`. */
import { setPriority } from 'node:os'
import BetterSqlite3 from 'better-sqlite3'
import { damageIn } from '../../index-health.ts'

const [file, check] = process.argv.slice(2) as [string, string]

setPriority(10)
try {
  const db = new BetterSqlite3(file, { readonly: true, fileMustExist: true })
  const rows = db.pragma(`${check}(10)`) as Record<string, string>[]
  const found = rows.map((row) => row[check])
  console.log(JSON.stringify(found.length === 1 && found[0] === 'ok' ? [] : found))
} catch (error) {
  const detail = damageIn(error)
  if (detail === undefined) throw error
  console.log(JSON.stringify([detail]))
}
