import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { type BackupClient, ListBackupJobsCommand } from '@aws-sdk/client-backup'
import { type BackupStorageClient, ListChunksCommand, ListObjectsCommand } from '@aws-sdk/client-backupstorage'
import { backupPath } from '#lib/backup/backup.ts'
import { chunkPath, hexOf, layoutOf } from '#lib/service/chunks/fs/layout.ts'
import { daysAgo, makeFolder, makeNoise } from './sample-folder.ts'

export const sampleVault = 'Sample'

interface SampleTarget {
  storage: BackupStorageClient
  backup: BackupClient
  /** Of the service behind the clients. */
  dataDir: string
  signal: AbortSignal
  /** Runs something so that the service takes another time for now (milliseconds since the epoch); at the real one without it. */
  at?: (time: number, run: () => Promise<string>) => Promise<string>
}

const mebibyte = 2 ** 20
const dayMs = 86_400_000

/**
 * Fills a store that has never seen a job: a week of backups of a folder that changes from day to day, and one of a
 * file whose stored second half is damaged on purpose, so that there is something to see fail.
 *
 * @returns whether it did; a store with any job is left as it is.
 */
export async function seedEmptyStore(target: SampleTarget): Promise<boolean> {
  const { BackupJobs = [] } = await target.backup.send(new ListBackupJobsCommand({ MaxResults: 1 }), {
    abortSignal: target.signal,
  })
  if (BackupJobs.length > 0) return false
  const workshop = await mkdtemp(join(tmpdir(), 'thaw-sample-'))
  try {
    await backUpWeek(target, join(workshop, 'home'))
    await backUpAndDamage(target, join(workshop, 'damaged-on-purpose.bin'))
  } finally {
    await rm(workshop, { recursive: true })
  }
  return true
}

/** Six backups of a folder, each of another day of the week. */
async function backUpWeek(target: SampleTarget, folder: string): Promise<void> {
  for (const [day, ago] of daysAgo.entries()) {
    await makeFolder(folder, day)
    await backUp(target, folder, ago)
  }
}

async function backUpAndDamage(target: SampleTarget, path: string): Promise<void> {
  await makeNoise(path, 6 * mebibyte)
  const jobId = await backUp(target, path, 0)
  const options = { abortSignal: target.signal }
  const { ObjectList = [] } = await target.storage.send(new ListObjectsCommand({ StorageJobId: jobId }), options)
  const { ObjectToken } = ObjectList.find(({ Name }) => Name === basename(path)) ?? {}
  const { ChunkList = [] } = await target.storage.send(
    new ListChunksCommand({ StorageJobId: jobId, ObjectToken }),
    options,
  )
  const last = ChunkList.at(-1)
  if (!last?.Checksum) throw new Error('The sample object is stored without chunks.')
  await flipByte(chunkPath(layoutOf(join(target.dataDir, 'v1')), hexOf(last.Checksum)))
}

async function flipByte(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    const byte = Buffer.alloc(1)
    await file.read(byte, 0, 1, 0)
    byte[0]! ^= 1
    await file.write(byte, 0, 1, 0)
  } finally {
    await file.close()
  }
}

/** @param ago in days; that of today is of now. */
async function backUp({ storage, backup, signal, at }: SampleTarget, path: string, ago: number): Promise<string> {
  const resourceArn = `arn:aws:thaw::000000000000:resource/sample:/${basename(path)}`
  const run = async () => {
    const { jobId } = await backupPath({ storage, backup, source: path, vault: sampleVault, resourceArn, signal })
    return jobId
  }
  return at && ago > 0 ? at(Date.now() - ago * dayMs, run) : run()
}
