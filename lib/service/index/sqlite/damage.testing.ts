import { open } from 'node:fs/promises'
import BetterSqlite3 from 'better-sqlite3'

/** Overwrites the first page of a table in a database that nobody has open. */
export async function scribbleOver(path: string, table: string): Promise<void> {
  const db = new BetterSqlite3(path, { readonly: true })
  const root = db.prepare<[string], number>('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(table)!
  const pageBytes = db.pragma('page_size', { simple: true }) as number
  db.close()
  await using file = await open(path, 'r+')
  await file.write(Buffer.alloc(pageBytes, 0xff), 0, pageBytes, pageBytes * (root - 1))
}
