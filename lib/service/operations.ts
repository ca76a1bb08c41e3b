import {
  DeleteRecoveryPoint$,
  DescribeBackupJob$,
  DescribeRestoreJob$,
  ListBackupJobs$,
  ListRestoreJobs$,
  StartBackupJob$,
  StopBackupJob$,
} from '@aws-sdk/client-backup'
import {
  type ReadingOperationName as ReadingStorageOperation,
  operations as storageOperations,
} from '@aws-sdk/client-backupstorage/protocol'

/** The part of AWS Backup that lists and starts jobs. `readonly`: it changes nothing. */
const backupOperations = [
  { name: 'StartBackupJob', schema: StartBackupJob$, readonly: false },
  { name: 'ListBackupJobs', schema: ListBackupJobs$, readonly: true },
  { name: 'DescribeBackupJob', schema: DescribeBackupJob$, readonly: true },
  { name: 'StopBackupJob', schema: StopBackupJob$, readonly: false },
  { name: 'DeleteRecoveryPoint', schema: DeleteRecoveryPoint$, readonly: false },
  { name: 'ListRestoreJobs', schema: ListRestoreJobs$, readonly: true },
  { name: 'DescribeRestoreJob', schema: DescribeRestoreJob$, readonly: true },
] as const

/**
 * Everything the service answers, in one table: the Backup Storage API, its extensions, and a part of AWS Backup. Both
 * sides of it are checked by their types: the engine has a handler for each name here, and for no other.
 */
export const operations = [
  ...storageOperations.map((operation) => ({ service: 'backup-storage' as const, ...operation })),
  ...backupOperations.map((operation) => ({ service: 'backup' as const, ...operation })),
]

/** SigV4 service names; each of the two APIs also has its own exceptions. */
export type ServiceName = (typeof operations)[number]['service']
export type OperationName = (typeof operations)[number]['name']
/** What goes on while no write is taken. */
export type ReadingOperation =
  | ReadingStorageOperation
  | Extract<(typeof backupOperations)[number], { readonly: true }>['name']
/** What a signed request does once. */
export type WritingOperation = Exclude<OperationName, ReadingOperation>

/** The engine's method for an operation: `putChunk` for `PutChunk`. */
export function methodOf<Name extends string>(name: Name): Uncapitalize<Name> {
  // What this type says of names, TypeScript cannot follow in code.
  return (name.charAt(0).toLowerCase() + name.slice(1)) as Uncapitalize<Name>
}
