import { BackupStorageClient } from '@aws-sdk/client-backupstorage'
import { CollectGarbageCommand } from '@aws-sdk/client-backupstorage/extensions'
import { Command, InvalidArgumentError } from 'commander'
import { pino } from 'pino'
import { readConfig } from '#lib/config/read-config.ts'
import { readRunning } from '#lib/config/running.ts'
import { type ConnectionFlags, connect, withConnectionOptions } from './connect.ts'
import { count, formatBytes } from './text.ts'

type GcFlags = ConnectionFlags & { dryRun?: boolean; grace?: number }

/** `thaw gc`: frees what no job refers to, through the running service or, where none runs, on the store itself. */
export function gcCommand(): Command {
  return withConnectionOptions(
    new Command('gc')
      .description('free the chunks no job refers to')
      .option('--dry-run', 'only say what would be freed')
      .option('--grace <seconds>', 'leave alone what was referred to within this time', seconds),
  ).action(gc)
}

async function gc(flags: GcFlags): Promise<void> {
  await using storage = await open(flags)
  const freed = await storage.client.send(
    new CollectGarbageCommand({ DryRun: flags.dryRun ?? false, GraceSeconds: flags.grace }),
  )
  const what = `${count(freed.ChunkCount ?? 0, 'chunk')}, ${formatBytes(freed.ByteCount ?? 0)}`
  console.log(flags.dryRun ? `Would free ${what}.` : `Freed ${what}.`)
}

async function open(flags: GcFlags): Promise<AsyncDisposable & { client: BackupStorageClient }> {
  const { dataDir, storage } = readConfig(undefined, flags)
  if (storage.kind === 'remote' || readRunning(dataDir)) {
    const connection = connect(flags)
    return { client: connection.storage, [Symbol.asyncDispose]: async () => connection[Symbol.dispose]() }
  }
  const { openService } = await import('#lib/service/open.ts')
  const log = pino({ level: 'warn' }, pino.destination({ fd: 2, sync: true }))
  const service = await openService({ dataDir, host: '127.0.0.1', port: 0, region: storage.region, log })
  const { endpoint, region, credentials, requestHandler } = service
  const client = new BackupStorageClient({ endpoint, region, credentials, requestHandler })
  return { client, [Symbol.asyncDispose]: () => service[Symbol.asyncDispose]() }
}

function seconds(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError('Give whole seconds.')
  return Number(value)
}
