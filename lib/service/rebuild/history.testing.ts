/** Random histories through the real engine on a real store, with a clock, failures and crashes of their own. */
import { createHash } from 'node:crypto'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { random } from '#lib/random.testing.ts'
import { openFsChunkStore } from '../chunks/fs/index.ts'
import { chunkPath, hexOf, layoutOf } from '../chunks/fs/layout.ts'
import { createEngine, type Engine, openRecords } from '../engine/index.ts'
import { ServiceError } from '../errors.ts'
import { openSqliteIndex } from '../index/sqlite/index.ts'
import { LEASE_MS } from '../index-store.ts'
import { type Fault, failing } from './failing.testing.ts'

const day = 24 * 60 * 60 * 1000
const names = ['a', 'a/b', 'b', 'é', '\uFFFD', '😀']
const resources = ['one', 'two'].map((name) => `arn:aws:thaw::000000000000:resource/${name}`)

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('base64')
const summaryOf = (contents: string[]) =>
  sha256(Buffer.concat(contents.map((content) => Buffer.from(sha256(content), 'base64'))))
async function* body(content: string) {
  yield Buffer.from(content)
}

export const chunkStoreOptions = (directory: string) => ({
  directory,
  packBelow: 600,
  packBytes: 4096, // many packs, so that compaction has work
  reserveBytes: 0,
  retireAfterMs: 0,
})

/** One history in the folder `<directory>/{index,chunks,packs,…}`; everything is closed when it ends. */
export async function runHistory(directory: string, seed: number, steps: number): Promise<void> {
  const next = random(seed)
  const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)]!
  const layout = layoutOf(directory)
  const clock = { now: Date.UTC(2026, 0, 1) }
  let settled: number | undefined
  const mark = {
    get settled() {
      return settled
    },
    async write(next: number) {
      settled = next
    },
  }
  let opened = await open()
  const jobs: { id: string; resource: string; state: 'running' | 'ended' }[] = []
  const contents: string[] = []
  let count = 0

  async function open() {
    const index = await openSqliteIndex({ directory: join(directory, 'index') })
    const chunks = await openFsChunkStore(chunkStoreOptions(directory))
    const faults = failing({ index, chunks })
    const records = await openRecords(faults, {
      mark,
      isSound: async () => true,
      onBehind(error) {
        throw error
      },
      log: { warn() {} },
      clock: () => clock.now,
    })
    const engine = createEngine({
      index: faults.index,
      chunks: faults.chunks,
      records,
      tokenKey: Buffer.alloc(32, 7),
      region: 'eu-test-1',
      clock: () => clock.now,
    })
    return { index, chunks, engine, records, faults }
  }
  async function close() {
    await opened.records[Symbol.asyncDispose]()
    await died()
  }
  /** As when the process is killed. */
  async function died() {
    await opened.chunks[Symbol.asyncDispose]()
    await opened.index[Symbol.asyncDispose]()
  }

  /** What is refused changes nothing, in the index as in a rebuild. */
  async function call<Name extends keyof Engine>(name: Name, input: object) {
    try {
      const context = { requestId: 'test', signal: new AbortController().signal }
      return (await opened.engine[name](input as never, context)) as Awaited<ReturnType<Engine[Name]>>
    } catch (error) {
      if (opened.faults.dead) {
        await died()
        opened = await open()
        return undefined
      }
      if (error instanceof ServiceError) return undefined
      throw error
    }
  }
  const bring = () => {
    const fresh = contents.length === 0 || next() < 0.6
    const content = fresh ? `${seed} ${count} `.repeat(next() < 0.2 ? 100 : 5) : pick(contents)
    if (fresh) contents.push(content)
    return content
  }
  const stored = (content: string) => ({
    Length: Buffer.byteLength(content),
    Checksum: sha256(content),
    ChecksumAlgorithm: 'SHA256',
    Data: body(content),
  })
  const running = () => pick(jobs.filter((job) => job.state === 'running'))
  const end = (job: { state: string } | undefined) => {
    if (job) job.state = 'ended'
  }

  async function upload(BackupJobId: string, complete: boolean): Promise<void> {
    const started = await call('startObject', { BackupJobId, ObjectName: pick(names) })
    if (!started) return
    const { UploadId } = started
    const pieces = Array.from({ length: Math.floor(next() * 4) }, bring)
    for (const [ChunkIndex, piece] of pieces.entries())
      await call('putChunk', { BackupJobId, UploadId, ChunkIndex, ...stored(piece) })
    if (!complete) return
    const blob = next() < 0.3 ? stored(bring()) : undefined
    await call('notifyObjectComplete', {
      BackupJobId,
      UploadId,
      ObjectChecksum: summaryOf(pieces),
      ObjectChecksumAlgorithm: 'SUMMARY',
      MetadataString: next() < 0.5 ? `of ${count}` : undefined,
      MetadataBlob: blob?.Data,
      MetadataBlobLength: blob?.Length,
      MetadataBlobChecksum: blob?.Checksum,
      MetadataBlobChecksumAlgorithm: blob && 'SHA256',
    })
  }

  const actions: Record<string, () => Promise<void>> = {
    async start() {
      const resource = pick(resources)
      const started = await call('startBackupJob', {
        BackupVaultName: 'Default',
        ResourceArn: resource,
        IamRoleArn: 'arn:aws:iam::000000000000:role/thaw',
        IdempotencyToken: next() < 0.5 ? `token ${Math.floor(next() * 10)}` : undefined,
        BackupOptions: { TakeOver: `${next() < 0.3}`, Resumable: `${next() < 0.3}` },
      })
      if (!started || jobs.some(({ id }) => id === started.BackupJobId)) return
      for (const job of jobs) if (job.resource === resource) end(job)
      jobs.push({ id: started.BackupJobId!, resource, state: 'running' })
    },
    async put() {
      const job = running()
      if (!job) return
      const content = bring()
      const { Length, Checksum, Data } = stored(content)
      await call('putObject', {
        BackupJobId: job.id,
        ObjectName: pick(names),
        InlineChunk: Data,
        InlineChunkLength: Length,
        InlineChunkChecksum: Checksum,
        InlineChunkChecksumAlgorithm: 'SHA256',
        MetadataString: next() < 0.3 ? `put ${count}` : undefined,
        ThrowOnDuplicate: next() < 0.1,
      })
    },
    async upload() {
      const job = running()
      if (job) await upload(job.id, true)
    },
    async abandon() {
      const job = running()
      if (job) await upload(job.id, false)
    },
    async remove() {
      const job = running()
      if (job) await call('deleteObject', { BackupJobId: job.id, ObjectName: pick(names) })
    },
    async commit() {
      const job = running()
      if (!job) return
      const options = next() < 0.3 ? { Warning: `shrunk ${count}`, Details: '{"by":"test"}' } : {}
      if (await call('commitBackupJob', { BackupJobId: job.id, AbandonOpenUploads: next() < 0.8, ...options })) end(job)
    },
    async confirm() {
      const job = pick(jobs)
      if (job) await call('confirmBackupJob', { BackupJobId: job.id })
    },
    async stop() {
      const job = running()
      if (!job) return
      if (next() < 0.5) await call('stopBackupJob', { BackupJobId: job.id })
      else await call('failBackupJob', { BackupJobId: job.id, Reason: `broken ${count}` })
      end(job)
    },
    async delete() {
      const job = pick(jobs)
      if (!job) return
      await call('deleteRecoveryPoint', {
        BackupVaultName: 'Default',
        RecoveryPointArn: `arn:aws:backup:eu-test-1:000000000000:recovery-point:${job.id}`,
      })
      end(job)
    },
    async collect() {
      if (next() < 0.5) clock.now += 2 * day // old enough for compaction to drop records
      await call('collectGarbage', { GraceSeconds: 0 })
    },
    async lapse() {
      clock.now += LEASE_MS
    },
    async reopen() {
      await (next() < 0.5 ? close() : died())
      opened = await open()
    },
    /** A chunk file is lost, found out, and stored again: from then on it is whole. */
    async heal() {
      const job = running()
      const content = contents.findLast((text) => text.length >= 600)
      if (!job || !content) return
      const path = chunkPath(layout, hexOf(sha256(content)))
      await rename(path, `${layout.tmp}/lost-${count}`).catch(() => {})
      await reopened()
      const { Length, Checksum, Data } = stored(content)
      await call('putObject', {
        BackupJobId: job.id,
        ObjectName: 'healed',
        InlineChunk: Data,
        InlineChunkLength: Length,
        InlineChunkChecksum: Checksum,
        InlineChunkChecksumAlgorithm: 'SHA256',
      })
    },
  }
  const reopened = actions.reopen!
  const faults: Fault[] = ['row', 'row and void', 'killed before the row', 'killed behind the row']
  const odds = ['start', 'start', 'put', 'put', 'put', 'put', 'upload', 'upload', 'abandon', 'remove', 'remove']
  const deck = [
    ...odds,
    ...odds,
    'commit',
    'commit',
    'commit',
    'confirm',
    'stop',
    'delete',
    'collect',
    'lapse',
    'reopen',
    'heal',
  ]
  try {
    for (count = 1; count <= steps; count++) {
      clock.now += 1000
      opened.faults.next = next() < 0.15 ? pick(faults) : undefined
      await actions[pick(deck)]!()
    }
  } finally {
    opened.faults.next = undefined // a void that the full disk did not take in the last step is written now
    await close()
  }
}
