import type { StaticListSchema, StaticSimpleSchema, StaticStructureSchema } from '@smithy/types'
import { BOOLEAN, label, NUMBER, payload, query, STRING, TIMESTAMP } from '../schemas/bindings.ts'
import { operationsOf } from '../schemas/operation.ts'
import { PayloadBlob } from '../schemas/shapes.ts'
import { namespace } from './backup-object.ts'

const { reading, writing } = operationsOf(namespace)

// Every export is an operation: `protocol.ts` takes them all.

const CommitBackupJobInput$: StaticStructureSchema = [
  3,
  namespace,
  'CommitBackupJobInput',
  0,
  ['BackupJobId', 'AbandonOpenUploads', 'Warning', 'Details'],
  [label(), BOOLEAN, STRING, STRING],
  1,
]
const CommitBackupJobOutput$: StaticStructureSchema = [3, namespace, 'CommitBackupJobOutput', 0, [], []]

export const CommitBackupJob$ = writing(
  'CommitBackupJob',
  { http: ['PUT', '/backup-jobs/{BackupJobId}/commit', 200] },
  () => CommitBackupJobInput$,
  () => CommitBackupJobOutput$,
)

const FailBackupJobInput$: StaticStructureSchema = [
  3,
  namespace,
  'FailBackupJobInput',
  0,
  ['BackupJobId', 'Reason'],
  [label(), STRING],
  2,
]
const FailBackupJobOutput$: StaticStructureSchema = [3, namespace, 'FailBackupJobOutput', 0, [], []]

export const FailBackupJob$ = writing(
  'FailBackupJob',
  { http: ['PUT', '/backup-jobs/{BackupJobId}/fail', 200] },
  () => FailBackupJobInput$,
  () => FailBackupJobOutput$,
)

const ConfirmBackupJobInput$: StaticStructureSchema = [
  3,
  namespace,
  'ConfirmBackupJobInput',
  0,
  ['BackupJobId'],
  [label()],
  1,
]
const ConfirmBackupJobOutput$: StaticStructureSchema = [3, namespace, 'ConfirmBackupJobOutput', 0, [], []]

export const ConfirmBackupJob$ = writing(
  'ConfirmBackupJob',
  { http: ['PUT', '/backup-jobs/{BackupJobId}/confirm', 200] },
  () => ConfirmBackupJobInput$,
  () => ConfirmBackupJobOutput$,
)

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

export const CollectGarbage$ = writing(
  'CollectGarbage',
  { http: ['POST', '/maintenance/collect-garbage', 200] },
  () => CollectGarbageInput$,
  () => CollectGarbageOutput$,
)

const DescribeStoreInput$: StaticStructureSchema = [3, namespace, 'DescribeStoreInput', 0, [], []]
const DescribeStoreOutput$: StaticStructureSchema = [
  3,
  namespace,
  'DescribeStoreOutput',
  0,
  ['StoredBytes', 'FreeBytes', 'ChunkCount', 'JobCount', 'ReadOnlyReason', 'ReadOnlyRemedy'],
  [NUMBER, NUMBER, NUMBER, NUMBER, STRING, STRING],
  4,
]

export const DescribeStore$ = reading(
  'DescribeStore',
  { http: ['GET', '/maintenance/store', 200] },
  () => DescribeStoreInput$,
  () => DescribeStoreOutput$,
)

const PageSize: StaticSimpleSchema = [0, namespace, 'PageSize', { range: { min: 1, max: 100 } }, NUMBER]

const ListChunkUsesInput$: StaticStructureSchema = [
  3,
  namespace,
  'ListChunkUsesInput',
  0,
  ['ChunkChecksum', 'MaxResults', 'NextToken'],
  [query('checksum'), query('max-results', PageSize), query('next-token')],
  1,
]

const IntactVersion$: StaticStructureSchema = [
  3,
  namespace,
  'IntactVersion',
  0,
  ['StorageJobId', 'ObjectChecksum', 'ObjectLength', 'CreationTime'],
  [STRING, STRING, NUMBER, TIMESTAMP],
  4,
]

const StorageJobIds: StaticListSchema = [1, namespace, 'StorageJobIds', 0, STRING]

const ChunkUse$: StaticStructureSchema = [
  3,
  namespace,
  'ChunkUse',
  0,
  [
    'ObjectName',
    'ObjectChecksum',
    'ObjectLength',
    'CreationTime',
    'ChunkIndex',
    'ChunkCount',
    'StorageJobIds',
    'StorageJobCount',
    'IntactVersion',
    'ResourceArn',
    'BackupVaultName',
    'FirstJobCreationDate',
    'LastJobCreationDate',
  ],
  [
    ...[STRING, STRING, NUMBER, TIMESTAMP, NUMBER, NUMBER, StorageJobIds, NUMBER],
    () => IntactVersion$,
    ...[STRING, STRING, TIMESTAMP, TIMESTAMP],
  ],
  8,
]

const ChunkUseList: StaticListSchema = [1, namespace, 'ChunkUseList', 0, [() => ChunkUse$, 0]]

const ListChunkUsesOutput$: StaticStructureSchema = [
  3,
  namespace,
  'ListChunkUsesOutput',
  0,
  ['ChunkState', 'ChunkLength', 'ChunkUseList', 'NextToken'],
  [STRING, NUMBER, ChunkUseList, STRING],
  3,
]

export const ListChunkUses$ = reading(
  'ListChunkUses',
  { http: ['GET', '/maintenance/chunk-uses', 200] },
  () => ListChunkUsesInput$,
  () => ListChunkUsesOutput$,
)

const ListSharedContentInput$: StaticStructureSchema = [
  3,
  namespace,
  'ListSharedContentInput',
  0,
  ['StorageJobId', 'StartingObjectPrefix', 'EndingObjectName'],
  [label(), query('starting-object-prefix'), query('ending-object-name')],
  1,
]

const SharedContent$: StaticStructureSchema = [
  3,
  namespace,
  'SharedContent',
  0,
  ['StorageJobId', 'MissingObjectCount', 'MissingByteCount'],
  [STRING, NUMBER, NUMBER],
  3,
]

const SharedContentList: StaticListSchema = [1, namespace, 'SharedContentList', 0, [() => SharedContent$, 0]]

const ListSharedContentOutput$: StaticStructureSchema = [
  3,
  namespace,
  'ListSharedContentOutput',
  0,
  ['ResourceArn', 'BackupVaultName', 'SharedContentList'],
  [STRING, STRING, SharedContentList],
  3,
]

export const ListSharedContent$ = reading(
  'ListSharedContent',
  { http: ['GET', '/restore-jobs/{StorageJobId}/shared-content', 200] },
  () => ListSharedContentInput$,
  () => ListSharedContentOutput$,
)

const ChunkTokenList: StaticListSchema = [1, namespace, 'ChunkTokenList', 0, STRING]

const GetChunksInput$: StaticStructureSchema = [
  3,
  namespace,
  'GetChunksInput',
  0,
  ['StorageJobId', 'ChunkTokenList'],
  [label(), ChunkTokenList],
  2,
]

const GetChunksOutput$: StaticStructureSchema = [3, namespace, 'GetChunksOutput', 0, ['Data'], [payload(PayloadBlob)]]

export const GetChunks$ = reading(
  'GetChunks',
  { http: ['POST', '/restore-jobs/{StorageJobId}/chunks', 200] },
  () => GetChunksInput$,
  () => GetChunksOutput$,
)
