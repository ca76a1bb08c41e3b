import type { Stats } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import BetterSqlite3 from 'better-sqlite3'
import { damageIn } from '../../index-health.ts'

/** What a first look at an index finds. */
export type Inspection =
  /** There is none, or a file without content. */
  | { kind: 'missing'; empty: boolean }
  /** It cannot be read; `detail` says what SQLite makes of it. */
  | { kind: 'damaged'; detail: string }
  /** Nothing speaks against it so far. */
  | { kind: 'found'; version: number }

const HEADER_BYTES = 100

/**
 * Looks at an index before it is opened, in a few milliseconds whatever its size: the file is as long as its header says,
 * its schema can be read, and so can the ends of every table. The whole of it is checked elsewhere (check.ts).
 *
 * @throws what keeps the file from being read at all.
 */
export async function inspectIndex(file: string): Promise<Inspection> {
  const facts = await factsOf(file)
  const logged = ((await factsOf(`${file}-wal`))?.size ?? 0) > 0
  if (facts && !facts.isFile()) return { kind: 'damaged', detail: 'it is no file' }
  const size = facts?.size ?? 0
  if (size === 0 && !logged) return { kind: 'missing', empty: facts !== undefined }
  if (!logged && (await isCutShort(file, size))) return { kind: 'damaged', detail: 'the file is cut short' }
  try {
    const db = new BetterSqlite3(file, { readonly: true, fileMustExist: true })
    try {
      const version = db.pragma('user_version', { simple: true }) as number
      const tables = db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all()
      if (version === 0 && tables.length === 0) return { kind: 'missing', empty: true }
      if (version === 0 || !tables.includes('job')) return { kind: 'damaged', detail: 'it has no tables of an index' }
      for (const table of tables)
        for (const end of ['ASC', 'DESC']) db.prepare(`SELECT * FROM "${table}" ORDER BY 1 ${end} LIMIT 1`).get()
      return { kind: 'found', version }
    } finally {
      db.close()
    }
  } catch (error) {
    const detail = damageIn(error)
    if (detail === undefined) throw error
    return { kind: 'damaged', detail }
  }
}

async function factsOf(path: string): Promise<Stats | undefined> {
  return await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
}

/** The header counts pages; where SQLite has closed the file, they are all there. */
async function isCutShort(file: string, size: number): Promise<boolean> {
  if (size < HEADER_BYTES) return true
  await using handle = await open(file)
  const header = Buffer.alloc(HEADER_BYTES)
  await handle.read(header, 0, HEADER_BYTES, 0)
  const pageBytes = header.readUInt16BE(16)
  return size < (pageBytes === 1 ? 65_536 : pageBytes) * header.readUInt32BE(28)
}
