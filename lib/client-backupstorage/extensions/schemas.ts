import type { $SchemaRef, StaticOperationSchema, StaticStructureSchema } from '@smithy/types'
import { BOOLEAN, label, NUMBER, STRING, TIMESTAMP } from '../schemas/bindings.ts'

/** Of its own, so that nobody takes an extension for a part of the official model. */
const namespace = 'thaw.backupstorage.extensions'

const SingleChunk$: StaticStructureSchema = [
  3,
  namespace,
  'SingleChunk',
  0,
  ['Length', 'Checksum', 'ChunkToken'],
  [NUMBER, STRING, STRING],
  3,
]

/** Members that ListObjects adds to each BackupObject. */
export const backupObjectExtension: { memberNames: string[]; memberSchemas: $SchemaRef[] } = {
  memberNames: ['ObjectLength', 'CreationTime', 'SingleChunk'],
  memberSchemas: [NUMBER, TIMESTAMP, () => SingleChunk$],
}

const CommitBackupJobInput$: StaticStructureSchema = [
  3,
  namespace,
  'CommitBackupJobInput',
  0,
  ['BackupJobId', 'AbandonOpenUploads'],
  [label(), BOOLEAN],
  1,
]
const CommitBackupJobOutput$: StaticStructureSchema = [3, namespace, 'CommitBackupJobOutput', 0, [], []]

export const CommitBackupJob$: StaticOperationSchema = [
  9,
  namespace,
  'CommitBackupJob',
  { http: ['PUT', '/backup-jobs/{BackupJobId}/commit', 200] },
  () => CommitBackupJobInput$,
  () => CommitBackupJobOutput$,
]

const CollectGarbageInput$: StaticStructureSchema = [
  3,
  namespace,
  'CollectGarbageInput',
  0,
  ['DryRun', 'GraceSeconds'],
  [BOOLEAN, NUMBER],
]
const CollectGarbageOutput$: StaticStructureSchema = [
  3,
  namespace,
  'CollectGarbageOutput',
  0,
  ['ChunkCount', 'ByteCount'],
  [NUMBER, NUMBER],
  2,
]

export const CollectGarbage$: StaticOperationSchema = [
  9,
  namespace,
  'CollectGarbage',
  { http: ['POST', '/maintenance/collect-garbage', 200] },
  () => CollectGarbageInput$,
  () => CollectGarbageOutput$,
]

const DescribeStoreInput$: StaticStructureSchema = [3, namespace, 'DescribeStoreInput', 0, [], []]
const DescribeStoreOutput$: StaticStructureSchema = [
  3,
  namespace,
  'DescribeStoreOutput',
  0,
  ['StoredBytes', 'FreeBytes', 'ChunkCount', 'JobCount'],
  [NUMBER, NUMBER, NUMBER, NUMBER],
  4,
]

export const DescribeStore$: StaticOperationSchema = [
  9,
  namespace,
  'DescribeStore',
  { http: ['GET', '/maintenance/store', 200] },
  () => DescribeStoreInput$,
  () => DescribeStoreOutput$,
]
