import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { temporaryName } from '../data-folder/temporary-files.ts'
import { INDEX_FILE } from '../index/sqlite/index.ts'
import { inspectIndex } from '../index/sqlite/inspect.ts'
import { damaged } from '../index-health.ts'
import type { ChunkStore } from '../ports.ts'
import { type BuildReport, buildIndex } from '../rebuild/build.ts'
import { buildFindings } from '../rebuild/findings.ts'
import { objectsWith } from '../rebuild/incomplete.ts'
import type { Store } from '../store.ts'
import { backups, brokenLists, compareIndexes } from './compare.ts'

export interface StructureReport {
  /** What is wrong, a sentence each. Empty: nothing that a look at the structure can find. */
  findings: string[]
  /** What is no damage and worth knowing, a sentence each. */
  notes: string[]
  /** What was looked at; undefined where the index could not be read. */
  looked?: Pick<BuildReport, 'jobs' | 'objects' | 'chunks'>
}

/** Findings of SQLite, and places named, at most. */
const MOST = 100

/**
 * Compares the index with what lies in the store: every row has its bytes, every record its row, every row its record.
 * An index is made from the records beside the one that is there, and the two are held against each other. No chunk is
 * hashed. Nothing else may have the store open.
 */
export async function checkStructure(store: Store, chunks: Pick<ChunkStore, 'entries'>): Promise<StructureReport> {
  const file = join(store.paths.index, INDEX_FILE)
  const report: StructureReport = { findings: [], notes: [] }
  const found = await inspectIndex(file)
  if (found.kind === 'missing') report.findings.push(`The index ${file} is missing.`)
  if (found.kind === 'damaged') report.findings.push(`${damaged(file, found.detail)}.`)
  if (found.kind !== 'found') return report
  const integrity = integrityOf(file)
  report.findings.push(...integrity.map((finding) => `${damaged(file, finding)}.`))
  if (!belongs(file, store))
    report.findings.push(`The index ${file} is an older copy, or another one, not the one last used with this store.`)
  if (integrity.length > 0) return report

  const made = join(store.paths.tmp, temporaryName())
  const scratch = join(store.paths.tmp, temporaryName())
  try {
    const mark = store.header
    const misplaced: string[] = []
    const whileSorted = (sorted: string) => {
      const { lost, strays } = placesOf(file, sorted)
      misplaced.push(...lost)
      if (strays > 0)
        report.notes.push(
          `${strays} stored chunks have no row: garbage collection and compaction free what nothing refers to.`,
        )
    }
    const built = await buildIndex({ chunks, file: made, scratch, mark, now: Date.now(), unhashed: true, whileSorted })
    report.findings.push(...buildFindings({ ...built, incomplete: [] }), ...misplaced)
    for (const { table, side, count, example } of compareIndexes(file, made, backups)) {
      const [here, there] = side === 'first' ? ['the index', 'the records'] : ['the records', 'the index']
      report.findings.push(`${count} of what is in ${here} as ${table} is not in ${there}, for example ${example}.`)
    }
    const broken = brokenLists(file)
    if (broken.length > 0) report.findings.push(`Chunk lists do not give their object's checksum: ${named(broken)}.`)
    report.looked = { jobs: built.jobs, objects: built.objects, chunks: built.chunks }
    return report
  } finally {
    for (const suffix of ['', '-wal', '-shm']) await rm(`${made}${suffix}`, { force: true })
  }
}

/** SQLite's own check, the whole of it. */
function integrityOf(file: string): string[] {
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

function belongs(file: string, { header }: Store): boolean {
  const db = new BetterSqlite3(file, { readonly: true })
  try {
    const mark = db.prepare<[], typeof header>('SELECT generation, openings FROM mark').get()
    return mark ? mark.generation === header.generation && mark.openings >= header.openings : header.openings === 0
  } finally {
    db.close()
  }
}

/** Chunks that are needed and do not lie where their row says, by the objects that have them; and chunks without a row. */
function placesOf(file: string, scratch: string): { lost: string[]; strays: number } {
  const db = new BetterSqlite3(file, { readonly: true })
  try {
    db.prepare('ATTACH ? AS scratch').run(scratch)
    const bad = db
      .prepare<[], number>(
        `SELECT id FROM chunk WHERE refs > 0 AND NOT EXISTS (
           SELECT 1 FROM scratch.place p WHERE p.checksum = chunk.checksum AND p.length = chunk.length
             AND p.pack IS chunk.pack AND p.offset IS chunk.pack_offset AND whole = 1
         )`,
      )
      .pluck()
      .all()
    const strays = db
      .prepare<[], number>('SELECT count(*) FROM scratch.stored WHERE checksum NOT IN (SELECT checksum FROM chunk)')
      .pluck()
      .get()!
    const objects = objectsWith(db, new Set(bad))
    const lost = objects.map(
      ({ name, job, chunks }) =>
        `${JSON.stringify(name)} in job ${job}: ${chunks} of its chunks are missing or damaged.`,
    )
    if (bad.length > 0 && objects.length === 0) lost.push(`${bad.length} chunks of uploads are missing or damaged.`)
    return { lost, strays }
  } finally {
    db.close()
  }
}

function named(names: string[]): string {
  const first = names.slice(0, 10).map((name) => JSON.stringify(name))
  return first.join(', ') + (names.length > first.length ? ' and others' : '')
}
