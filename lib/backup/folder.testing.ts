import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BackupClient, DescribeBackupJobCommand } from '@aws-sdk/client-backup'
import { BackupStorageClient, paginateListObjects } from '@aws-sdk/client-backupstorage'
import { silent } from '#lib/log.ts'
import { openService } from '../service/open.ts'
import { type BackupOptions, type BackupResult, backupPath } from './backup.ts'
import type { BackupEvent } from './events.ts'

export interface Ran extends BackupResult {
  events: BackupEvent[]
  /** Names, in turn, of what had this happen. */
  names(kind: BackupEvent['kind']): string[]
}

/** A folder to back up, and a real service to back it up to. */
export interface Workshop extends AsyncDisposable {
  source: string
  storage: BackupStorageClient
  client: BackupClient
  /** @param onEvent is told before the event is kept. */
  backup(options?: Partial<BackupOptions>): Promise<Ran>
  /** Names of the job's objects with their lengths. */
  objects(jobId: string): Promise<Record<string, number>>
  describe(jobId: string): Promise<{ State?: string | undefined; BackupOptions?: Record<string, string> | undefined }>
}

export async function openWorkshop(): Promise<Workshop> {
  const base = mkdtempSync(join(tmpdir(), 'thaw-workshop-'))
  const source = mkdtempSync(join(base, 'source-'))
  const at = { dataDir: join(base, 'data'), host: '127.0.0.1', port: 0, region: 'us-east-1' }
  const service = await openService({ ...at, log: silent })
  const storage = new BackupStorageClient(service)
  const client = new BackupClient(service)
  return {
    source,
    storage,
    client,
    async backup(options = {}) {
      const events: BackupEvent[] = []
      const result = await backupPath({
        storage,
        backup: client,
        source,
        vault: 'Default',
        resourceArn: 'arn:aws:thaw::000000000000:resource/test',
        signal: new AbortController().signal,
        ...options,
        onEvent(event) {
          options.onEvent?.(event)
          events.push(event)
        },
      })
      const names = (kind: BackupEvent['kind']) =>
        events
          .filter((event) => event.kind === kind)
          .map((event) => ('entry' in event ? event.entry.name : 'name' in event ? event.name : ''))
          .toSorted()
      return { ...result, events, names }
    },
    async objects(jobId) {
      const found: Record<string, number> = {}
      for await (const { ObjectList = [] } of paginateListObjects({ client: storage }, { StorageJobId: jobId }))
        for (const { Name = '', ObjectLength = 0 } of ObjectList) found[Name] = ObjectLength
      return found
    },
    describe: (jobId) => client.send(new DescribeBackupJobCommand({ BackupJobId: jobId })),
    async [Symbol.asyncDispose]() {
      storage.destroy()
      client.destroy()
      await service[Symbol.asyncDispose]()
      rmSync(base, { recursive: true, force: true })
    },
  }
}
