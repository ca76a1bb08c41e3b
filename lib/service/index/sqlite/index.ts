import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { asMisfit, IndexHealth } from '../../index-health.ts'
import type { IndexStore, IndexWrites } from '../../index-store.ts'
import { connect } from './connection.ts'
import { createChunkUseReads } from './read/chunk-uses.ts'
import { createChunkReads } from './read/chunks.ts'
import { createJobReads } from './read/jobs.ts'
import { createObjectReads } from './read/objects.ts'
import { createRequestReads } from './read/requests.ts'
import { createSharedChunkReads } from './read/shared-chunks.ts'
import { createSharedContentReads } from './read/shared-content.ts'
import { createUploadReads } from './read/uploads.ts'
import { startWriter } from './writer.ts'

export const INDEX_FILE = 'index.sqlite'

/**
 * The index in one SQLite database, `<directory>/index.sqlite`: a writer thread that commits in groups, and a reading
 * connection here, whose queries are short. Damage that a statement meets is noted in `health`; from the first doubt on
 * no write is taken.
 *
 * @throws {IndexDamagedError} damage; while it is in use also a write that is not taken for it.
 * @throws {IndexFormatError} a newer version wrote it, or SQLite does not hold to a setting.
 * @throws {IndexUnavailableError} it cannot be opened.
 */
export async function openSqliteIndex({
  directory,
  health = new IndexHealth(),
}: {
  directory: string
  health?: IndexHealth
}): Promise<IndexStore> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const file = join(directory, INDEX_FILE)
  const judge = (error: unknown): never => {
    throw health.judged(error, file)
  }
  await using opened = new AsyncDisposableStack()
  const unfit = (error: unknown): never => judge(asMisfit(error))
  const writer = opened.use(await startWriter(file).catch(unfit))
  const { db, reads } = await openReads(file).catch(unfit)
  opened.defer(() => void db.close())

  const write =
    <K extends keyof IndexWrites>(name: K) =>
    async (input: unknown) => {
      health.assertWritable()
      return (await writer.send(name, input).catch(judge)) as never
    }
  const read = <Reads extends object>(reads: Reads): Reads =>
    Object.fromEntries(
      Object.entries(reads).map(([name, query]) => [name, (input: never) => query(input).catch(judge)]),
    ) as Reads

  const all = opened.move()
  return {
    createJob: write('createJob'),
    startUpload: write('startUpload'),
    addChunk: write('addChunk'),
    completeUpload: write('completeUpload'),
    expireUploads: write('expireUploads'),
    putObject: write('putObject'),
    deleteObject: write('deleteObject'),
    commitJob: write('commitJob'),
    confirmJob: write('confirmJob'),
    abortJob: write('abortJob'),
    deleteJob: write('deleteJob'),
    forgetChunks: write('forgetChunks'),
    relocateChunks: write('relocateChunks'),
    rememberRequest: write('rememberRequest'),
    forgetRequests: write('forgetRequests'),
    setMark: write('setMark'),
    ...read(reads),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

/** A connection for reading, and what it is asked. */
async function openReads(file: string) {
  const db = connect(file, 'reader')
  try {
    const { scope, ...jobs } = createJobReads(db)
    const reads = {
      ...jobs,
      ...createObjectReads(db, scope),
      ...createUploadReads(db),
      ...createChunkReads(db),
      ...createChunkUseReads(db),
      ...createRequestReads(db),
      ...createSharedChunkReads(db),
      ...createSharedContentReads(db),
    }
    return { db, reads }
  } catch (error) {
    db.close()
    throw error
  }
}
