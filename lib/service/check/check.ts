import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { temporaryName } from '../data-folder/temporary-files.ts'
import { INDEX_FILE } from '../index/sqlite/index.ts'
import { inspectIndex } from '../index/sqlite/inspect.ts'
import { assertKnownFormat, latestVersion, migrate } from '../index/sqlite/migrations.ts'
import { damaged } from '../index-health.ts'
import { IndexUnavailableError } from '../index-store.ts'
import type { ChunkStore } from '../ports.ts'
import { type BuildReport, buildIndex } from '../rebuild/build.ts'
import { buildFindings } from '../rebuild/findings.ts'
import { jobsOf, objectsWith } from '../rebuild/incomplete.ts'
import { integrityOf, unfinishedIn } from '../rebuild/index-in-place.ts'
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

/**
 * Compares the index with what lies in the store: every row has its bytes, every record its row, every row its record.
 * An index is made from the records beside the one that is there, and the two are held against each other. No chunk is
 * hashed, and nothing in the store is changed. Nothing else may have it open.
 *
 * @throws {IndexFormatError | UnknownRecordsError} a newer version wrote the index or some records.
 * @throws {IndexUnavailableError} something keeps the index from being read.
 */
export async function checkStructure(
  store: Store,
  chunks: Pick<ChunkStore, 'entries' | 'manifestsFrom'>,
): Promise<StructureReport> {
  const file = join(store.paths.index, INDEX_FILE)
  const report: StructureReport = { findings: [], notes: [] }
  const found = await inspectIndex(file).catch((error) => {
    throw new IndexUnavailableError(`The index ${file} cannot be read; check its permissions and its disk`, {
      cause: error,
    })
  })
  if (found.kind === 'missing') report.findings.push(`The index ${file} is missing.`)
  if (found.kind === 'damaged') report.findings.push(`${damaged(file, found.detail)}.`)
  if (found.kind !== 'found') return report
  assertKnownFormat(file, found.version)
  const integrity = integrityOf(file)
  report.findings.push(...integrity.map((finding) => `${damaged(file, finding)}.`))
  if (integrity.length > 0) return report
  await using temporary = new AsyncDisposableStack()
  const temporaryIndex = () => temporary.adopt(join(store.paths.tmp, temporaryName()), removeIndex)
  if (found.version === latestVersion)
    return await compare({ index: file, made: temporaryIndex(), report, store, chunks })
  const copy = temporaryIndex()
  migratedCopy(file, copy)
  report.notes.push(
    `The index has format ${found.version}; it was looked at as the next start will make it, in format ${latestVersion}.`,
  )
  return await compare({ index: copy, made: temporaryIndex(), report, store, chunks })
}

interface Comparison {
  /** The index of the store, or a copy of it in the format of this version. */
  index: string
  /** Where one is made from the records. */
  made: string
  report: StructureReport
  store: Store
  chunks: Pick<ChunkStore, 'entries' | 'manifestsFrom'>
}

async function compare({ index, made, report, store, chunks }: Comparison): Promise<StructureReport> {
  const { findings, notes } = report
  const without = await unfinishedIn(index, store, chunks)
  if (!without) findings.push('The index is an older copy, or another one, not the one last used with this store.')
  else if (without.length > 0)
    notes.push(
      without.length === 1
        ? '1 record tells of a request that was not done when Thaw ended: the next start makes it void.'
        : `${without.length} records tell of requests that were not done when Thaw ended: the next start makes them void.`,
    )
  const misplaced: string[] = []
  const whileSorted = (sorted: string) => {
    const { lost, strays } = placesOf(index, sorted)
    misplaced.push(...lost)
    if (strays > 0)
      notes.push(`${strays} stored chunks have no row: garbage collection and compaction free what nothing refers to.`)
  }
  const scratch = `${made}-scratch`
  const facts = { mark: store.header, now: Date.now(), unhashed: true, without }
  const built = await buildIndex({ chunks, file: made, scratch, ...facts, whileSorted })
  findings.push(...buildFindings({ ...built, incomplete: [] }), ...misplaced)
  for (const { table, side, count, example } of compareIndexes(index, made, backups)) {
    const [here, there] = side === 'first' ? ['the index', 'the records'] : ['the records', 'the index']
    findings.push(`${count} of what is in ${here} as ${table} is not in ${there}, for example ${example}.`)
  }
  const broken = brokenLists(index)
  if (broken.length > 0) findings.push(`Chunk lists do not give their object's checksum: ${named(broken)}.`)
  return { ...report, looked: { jobs: built.jobs, objects: built.objects, chunks: built.chunks } }
}

async function removeIndex(file: string): Promise<void> {
  for (const suffix of ['', '-wal', '-shm']) await rm(`${file}${suffix}`, { force: true })
}

/** In the format of this version; the index itself is only read. */
function migratedCopy(file: string, copy: string): void {
  const db = new BetterSqlite3(file, { readonly: true })
  try {
    db.prepare('VACUUM INTO ?').run(copy)
  } finally {
    db.close()
  }
  const made = new BetterSqlite3(copy)
  try {
    migrate(made)
  } finally {
    made.close()
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
      (object) =>
        `${JSON.stringify(object.name)} in ${jobsOf(object)}: ${object.chunks} of its chunks are missing or damaged.`,
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
