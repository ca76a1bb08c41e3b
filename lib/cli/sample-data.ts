import { randomFillSync } from 'node:crypto'
import { cp, mkdtemp, open, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { type BackupClient, ListBackupJobsCommand } from '@aws-sdk/client-backup'
import { type BackupStorageClient, ListChunksCommand, ListObjectsCommand } from '@aws-sdk/client-backupstorage'
import { backupPath } from '#lib/backup/backup.ts'
import { chunkPath, hexOf, layoutOf } from '#lib/service/chunks/fs/layout.ts'

export const sampleVault = 'Sample'

interface SampleTarget {
  storage: BackupStorageClient
  backup: BackupClient
  /** Of the service behind the clients. */
  dataDir: string
  signal: AbortSignal
}

const projectDir = resolve(import.meta.dirname, '../..')
const mebibyte = 2 ** 20

/**
 * Fills a store that has never seen a job: two backups of Thaw's own source with differences between them, and one of
 * a file whose stored second half is damaged on purpose, so that there is something to see fail.
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
    await backUpTwice(target, join(workshop, 'thaw'))
    await backUpAndDamage(target, join(workshop, 'damaged-on-purpose.bin'))
  } finally {
    await rm(workshop, { recursive: true })
  }
  return true
}

async function backUpTwice(target: SampleTarget, folder: string): Promise<void> {
  for (const name of ['README.md', 'package.json', 'app', 'components', 'docs', 'lib']) await copy(name, folder)
  const readme = await readFile(join(folder, 'README.md'))
  await truncate(join(folder, 'README.md'), Math.floor(readme.length / 2))
  await backUp(target, folder)

  await copy('README.md', folder)
  await copy('bin', folder)
  await rm(join(folder, 'docs'), { recursive: true })
  await backUp(target, folder)
}

function copy(name: string, folder: string): Promise<void> {
  return cp(join(projectDir, name), join(folder, name), {
    recursive: true,
    preserveTimestamps: true,
    filter: (path) => !path.includes('node_modules'),
  })
}

async function backUpAndDamage(target: SampleTarget, path: string): Promise<void> {
  await writeFile(path, randomFillSync(Buffer.allocUnsafe(6 * mebibyte)))
  const jobId = await backUp(target, path)
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

async function backUp({ storage, backup, signal }: SampleTarget, path: string): Promise<string> {
  const resourceArn = `arn:aws:thaw::000000000000:resource/sample:/${basename(path)}`
  const { jobId } = await backupPath({ storage, backup, source: path, vault: sampleVault, resourceArn, signal })
  return jobId
}
