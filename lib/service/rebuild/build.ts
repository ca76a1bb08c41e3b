import { open, rm } from 'node:fs/promises'
import BetterSqlite3, { type Database } from 'better-sqlite3'
import { connect } from '../index/sqlite/connection.ts'
import { migrate } from '../index/sqlite/migrations.ts'
import type { IndexMark } from '../index-store.ts'
import { type ChunkStore, StoreUnavailableError } from '../ports.ts'
import type { IncompleteObject } from './incomplete.ts'
import { type ReplayFindings, replay } from './replay.ts'
import { type ScanFindings, scanStore } from './scan.ts'
import { settle } from './settle.ts'

/** What an index was made of, and what could not be brought back. */
export interface BuildReport extends ScanFindings, ReplayFindings {
  jobs: number
  /** Versions of objects. */
  objects: number
  chunks: number
  incomplete: IncompleteObject[]
  /** Stored chunks that nothing which came back has. */
  unused: number
}

/** For a file that nobody reads before it is whole: what a crash leaves is made anew. */
const hurried = ['journal_mode = OFF', 'synchronous = OFF', 'cache_size = -131072']

export interface BuildOptions {
  chunks: Pick<ChunkStore, 'entries'>
  /** Where the index is made; nothing is there. Whole and durable when this resolves. */
  file: string
  /** Where it sorts meanwhile; gone afterwards. */
  scratch: string
  mark: IndexMark
  /** Milliseconds since the epoch. */
  now: number
  /** Takes the bytes of packed chunks for what their records say. */
  unhashed?: boolean
  /** Sequences of records that are taken for void. */
  without?: readonly number[]
  /** Looks at the scratch database before it goes. */
  whileSorted?: (scratch: string) => void
}

/**
 * Makes an index from packs, files and records alone.
 *
 * @throws {UnknownRecordsError} a newer version wrote some of the records.
 */
export async function buildIndex(options: BuildOptions): Promise<BuildReport> {
  const { chunks, file, scratch: scratchFile, mark, now, unhashed, without, whileSorted } = options
  try {
    using opened = new DisposableStack()
    const keep = (db: Database) => opened.adopt(db, (held) => void held.close())
    const scratch = keep(hurry(new BetterSqlite3(scratchFile)))
    const scanned = await scanStore(chunks, scratch, { unhashed, without })
    const lookup = keep(new BetterSqlite3(scratchFile, { readonly: true }))
    const db = keep(hurry(new BetterSqlite3(file)))
    migrate(db)
    const replayed = replay({ records: scratch, lookup, db })
    lookup.close()
    scratch.close()
    db.prepare('ATTACH ? AS scratch').run(scratchFile)
    const settled = settle(db, now)
    db.exec('DETACH scratch')
    whileSorted?.(scratchFile)
    db.prepare('INSERT INTO mark VALUES (1, ?, ?)').run(mark.generation, mark.openings)
    const counted = countRows(db)
    db.close()
    await makeDurable(file)
    return { ...scanned, ...replayed, ...settled, ...counted }
  } catch (error) {
    throw withoutRoom(error) ?? error
  } finally {
    await rm(scratchFile, { force: true })
  }
}

/** Of an error that says the disk is full: with the remedy. */
function withoutRoom(error: unknown): StoreUnavailableError | undefined {
  const { code } = error as { code?: string }
  if (code !== 'SQLITE_FULL' && code !== 'ENOSPC') return undefined
  const message = 'The disk is full: an index is made beside the one that is there; free some space and try again'
  return new StoreUnavailableError(message, { cause: error })
}

function hurry(db: Database): Database {
  for (const setting of hurried) db.pragma(setting)
  return db
}

function countRows(db: Database): Pick<BuildReport, 'jobs' | 'objects' | 'chunks'> {
  const rows = (table: string) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number
  return { jobs: rows('job'), objects: rows('object'), chunks: rows('chunk') }
}

/** With the settings an index is used with, and on the disk. */
async function makeDurable(file: string): Promise<void> {
  const db = connect(file, 'writer')
  try {
    const found = db.pragma('quick_check(1)', { simple: true })
    if (found !== 'ok') throw new Error(`The index that was made is not sound: ${found}`)
    db.pragma('wal_checkpoint(TRUNCATE)')
  } finally {
    db.close()
  }
  await using handle = await open(file, 'r+')
  await handle.sync()
}
