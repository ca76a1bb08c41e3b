import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { IndexStore, IndexWrites } from '../../index-store.ts'
import { connect } from './connection.ts'
import { createChunkUseReads } from './read/chunk-uses.ts'
import { createChunkReads } from './read/chunks.ts'
import { createJobReads } from './read/jobs.ts'
import { createObjectReads } from './read/objects.ts'
import { createRequestReads } from './read/requests.ts'
import { createSharedContentReads } from './read/shared-content.ts'
import { createUploadReads } from './read/uploads.ts'
import { startWriter } from './writer.ts'

/**
 * The index in one SQLite database, `<directory>/index.sqlite`: a writer thread that commits in groups, and a reading
 * connection here, whose queries are short.
 *
 * @throws {IndexFormatError} a newer version wrote it, or SQLite does not hold to a setting.
 * @throws {IndexUnavailableError} it cannot be opened.
 */
export async function openSqliteIndex({ directory }: { directory: string }): Promise<IndexStore> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const file = join(directory, 'index.sqlite')
  await using opened = new AsyncDisposableStack()
  const writer = opened.use(await startWriter(file))
  const db = connect(file, 'reader')
  opened.defer(() => {
    db.close()
  })
  const { scope, ...jobs } = createJobReads(db)

  const write =
    <K extends keyof IndexWrites>(name: K) =>
    (input: unknown) =>
      writer.send(name, input) as never

  const all = opened.move()
  return {
    createJob: write('createJob'),
    startUpload: write('startUpload'),
    addChunk: write('addChunk'),
    completeUpload: write('completeUpload'),
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
    ...jobs,
    ...createObjectReads(db, scope),
    ...createUploadReads(db),
    ...createChunkReads(db),
    ...createChunkUseReads(db),
    ...createRequestReads(db),
    ...createSharedContentReads(db),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}
