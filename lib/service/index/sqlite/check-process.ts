/** Prints what is wrong with the database that is named, as a JSON list of sentences; see `check.ts`. */
import { setPriority } from 'node:os'
import BetterSqlite3 from 'better-sqlite3'

setPriority(10)
try {
  const db = new BetterSqlite3(process.argv[2], { readonly: true, fileMustExist: true })
  const rows = db.pragma('quick_check(10)') as { quick_check: string }[]
  const found = rows.map((row) => row.quick_check)
  console.log(JSON.stringify(found.length === 1 && found[0] === 'ok' ? [] : found))
} catch (error) {
  const { code, message } = error as { code?: string; message: string }
  if (code !== 'SQLITE_CORRUPT' && code !== 'SQLITE_NOTADB') throw error
  console.log(JSON.stringify([message]))
}
