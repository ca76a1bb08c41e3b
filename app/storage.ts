import 'server-only'
import { BackupClient } from '@aws-sdk/client-backup'
import { BackupStorageClient } from '@aws-sdk/client-backupstorage'
import { ledgerKey } from '#lib/ledger/ledger-key.ts'
import { runtime } from '#lib/runtime.ts'

let storageClient: BackupStorageClient | undefined
let backupClient: BackupClient | undefined

/** The dashboard's client for objects and chunks: in process when the service is embedded. */
export function backupStorage(): BackupStorageClient {
  storageClient ??= new BackupStorageClient({ ...connection(), endpoint: storageEndpoint() })
  return storageClient
}

/** The dashboard's client for the list of jobs, which the storage API has not. */
export function backup(): BackupClient {
  const { storage } = runtime().config
  backupClient ??= new BackupClient({
    ...connection(),
    endpoint: storage.kind === 'remote' ? storage.backupEndpoint : storageEndpoint(),
  })
  return backupClient
}

/** Base URL of the storage in view, for people to read, without a trailing slash. */
export function storageEndpoint(): string {
  return runtime().storage.endpoint
}

/** The key under which the ledger keeps what is known of the storage in view. */
export function storageKey(): string {
  return ledgerKey(runtime().storage)
}

function connection() {
  const { region, requestHandler, credentials } = runtime().storage
  return { region, ...(requestHandler && { requestHandler }), ...(credentials && { credentials }) }
}
