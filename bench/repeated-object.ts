import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { openFsChunkStore } from '../lib/service/chunks/fs/index.ts'
import { openSqliteIndex } from '../lib/service/index/sqlite/index.ts'
import { openStore } from '../lib/service/store.ts'

const chunkBytes = 4 * 2 ** 20
/** Writes that wait for one commit; the index refuses too many. */
const atOnce = 256

/**
 * Makes a data folder with one completed job whose objects are all the same chunk of 4 MiB, as often as `objects` says by
 * name: as long as one likes, and 4 MiB on the disk. The folder must not be in use.
 *
 * @returns the job's id.
 */
export async function writeRepeatedObjects(dataDir: string, objects: Record<string, number>): Promise<string> {
  await using store = await openStore(dataDir)
  await using chunks = await openFsChunkStore({ directory: store.paths.root })
  await using index = await openSqliteIndex({ directory: store.paths.index })
  const jobId = randomUUID()
  const now = Date.now()
  const place = { vault: 'Default', resourceArn: 'arn:aws:thaw::000000000000:resource/bench', resourceType: 'Thaw' }
  await index.createJob({ ...place, jobId, roleArn: 'arn:aws:iam::000000000000:role/thaw', takeOver: false, now })

  const bytes = randomBytes(chunkBytes)
  const checksum = createHash('sha256').update(bytes).digest('base64')
  using hold = await chunks.hold(checksum)
  const stored = await chunks.put(hold, piecesOf(bytes), { checksum, length: chunkBytes })
  for (const [name, count] of Object.entries(objects)) {
    const uploadId = randomUUID()
    await index.startUpload({ jobId, uploadId, name, throwOnDuplicate: true, now })
    const summary = createHash('sha256')
    for (let from = 0; from < count; from += atOnce) {
      const positions = Array.from({ length: Math.min(atOnce, count - from) }, (_, i) => from + i)
      for (const _ of positions) summary.update(checksum, 'base64')
      await Promise.all(
        positions.map((position) => index.addChunk({ jobId, uploadId, index: position, ...stored, now })),
      )
    }
    const completed = await index.completeUpload({ jobId, uploadId, checksum: summary.digest('base64'), now })
    if (!completed.ok) throw new Error(`${name} was not completed: ${completed.refusal.reason}`)
  }
  await index.commitJob({ jobId, abandon: false, now })
  return jobId
}

async function* piecesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
