import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { BackupClient } from '@aws-sdk/client-backup'
import { BackupStorageClient } from '@aws-sdk/client-backupstorage'
import type { Command } from 'commander'
import { type ConfigFlags, readConfig } from '#lib/config/read-config.ts'
import { ledgerKey } from '#lib/ledger/ledger-key.ts'
import { PatientRetryStrategy } from './patient-retries.ts'
import { requireRunning } from './require-running.ts'

export type ConnectionFlags = Pick<ConfigFlags, 'dataDir' | 'endpoint' | 'region'>

/** The storage a command works on. */
export interface Connection extends Disposable {
  storage: BackupStorageClient
  backup: BackupClient
  /** Of the service on this machine; not to be backed up into itself. */
  dataDir: string
  /**
   * Where the Thaw that runs on the data folder keeps its records, and the ledger's key of its storage; none for an
   * endpoint that was named.
   */
  ledger?: { path: string; endpoint: string } | undefined
}

/** The options by which a person says which storage is meant. */
export function withConnectionOptions(command: Command): Command {
  return command
    .option('--data-dir <path>', 'data folder of the running service (THAW_DATA_DIR)')
    .option('--endpoint <url>', 'a storage endpoint instead of the service that runs here')
    .option('--region <name>', 'AWS region to sign for (AWS_REGION, us-east-1)')
}

/**
 * Connects to the endpoint that flags or environment name, otherwise to the service that runs on the data folder.
 *
 * @throws {ConfigError} none of both, or settings that contradict each other.
 */
export function connect(flags: ConnectionFlags): Connection {
  const config = readConfig(undefined, flags)
  const { dataDir } = config
  if (config.storage.kind === 'remote') {
    const { endpoint, backupEndpoint, region } = config.storage
    return clients(dataDir, { endpoint, backupEndpoint, region })
  }
  const running = requireRunning(dataDir)
  const connection = clients(dataDir, {
    endpoint: running.storageEndpoint,
    backupEndpoint: running.backupEndpoint,
    region: running.region,
    ...(running.embedded && { credentials: readCredentials(dataDir) }),
  })
  const endpoint = ledgerKey({ endpoint: running.storageEndpoint, storeId: running.storeId })
  return { ...connection, ledger: { path: join(dataDir, 'ledger.sqlite'), endpoint } }
}

interface Target {
  endpoint: string
  backupEndpoint: string
  region: string
  credentials?: { accessKeyId: string; secretAccessKey: string }
}

function clients(dataDir: string, { backupEndpoint, ...target }: Target): Connection {
  const storage = new BackupStorageClient({ ...target, retryStrategy: new PatientRetryStrategy(4) })
  const backup = new BackupClient({ ...target, endpoint: backupEndpoint })
  return {
    storage,
    backup,
    dataDir,
    [Symbol.dispose]() {
      storage.destroy()
      backup.destroy()
    },
  }
}

function readCredentials(dataDir: string): { accessKeyId: string; secretAccessKey: string } {
  return JSON.parse(readFileSync(join(dataDir, 'credentials.json'), 'utf8'))
}
