import type { StaticListSchema, StaticStructureSchema } from '@smithy/types'
import { backupObjectExtension, chunkExtension } from '../extensions/backup-object.ts'
import { BOOLEAN, header, label, NUMBER, payload, query, STRING, TIMESTAMP } from './bindings.ts'
import {
  DataChecksumAlgorithm,
  MaxResults,
  MetadataString,
  namespace,
  PayloadBlob,
  SummaryChecksumAlgorithm,
} from './shapes.ts'

// [3, namespace, name, traits, member names, member schemas, how many of the members are required]: required ones first.

export const StartObjectInput$: StaticStructureSchema = [
  3,
  namespace,
  'StartObjectInput',
  0,
  ['BackupJobId', 'ObjectName', 'ThrowOnDuplicate'],
  [label(), label(), BOOLEAN],
  2,
]

export const StartObjectOutput$: StaticStructureSchema = [
  3,
  namespace,
  'StartObjectOutput',
  0,
  ['UploadId'],
  [STRING],
  1,
]

export const PutChunkInput$: StaticStructureSchema = [
  3,
  namespace,
  'PutChunkInput',
  0,
  ['BackupJobId', 'UploadId', 'ChunkIndex', 'Data', 'Length', 'Checksum', 'ChecksumAlgorithm'],
  [
    label(),
    label(),
    label(NUMBER),
    payload(PayloadBlob),
    query('length', NUMBER),
    query('checksum'),
    query('checksum-algorithm', DataChecksumAlgorithm),
  ],
  7,
]

export const PutChunkOutput$: StaticStructureSchema = [
  3,
  namespace,
  'PutChunkOutput',
  0,
  ['ChunkChecksum', 'ChunkChecksumAlgorithm'],
  [STRING, DataChecksumAlgorithm],
  2,
]

export const NotifyObjectCompleteInput$: StaticStructureSchema = [
  3,
  namespace,
  'NotifyObjectCompleteInput',
  0,
  [
    'BackupJobId',
    'UploadId',
    'ObjectChecksum',
    'ObjectChecksumAlgorithm',
    'MetadataString',
    'MetadataBlob',
    'MetadataBlobLength',
    'MetadataBlobChecksum',
    'MetadataBlobChecksumAlgorithm',
  ],
  [
    label(),
    label(),
    query('checksum'),
    query('checksum-algorithm', SummaryChecksumAlgorithm),
    query('metadata-string', MetadataString),
    payload(PayloadBlob),
    query('metadata-blob-length', NUMBER),
    query('metadata-checksum'),
    query('metadata-checksum-algorithm', DataChecksumAlgorithm),
  ],
  4,
]

export const NotifyObjectCompleteOutput$: StaticStructureSchema = [
  3,
  namespace,
  'NotifyObjectCompleteOutput',
  0,
  ['ObjectChecksum', 'ObjectChecksumAlgorithm'],
  [STRING, SummaryChecksumAlgorithm],
  2,
]

// The model gives MetadataString no pattern and InlineChunkChecksumAlgorithm no enum here.
export const PutObjectInput$: StaticStructureSchema = [
  3,
  namespace,
  'PutObjectInput',
  0,
  [
    'BackupJobId',
    'ObjectName',
    'MetadataString',
    'InlineChunk',
    'InlineChunkLength',
    'InlineChunkChecksum',
    'InlineChunkChecksumAlgorithm',
    'ObjectChecksum',
    'ObjectChecksumAlgorithm',
    'ThrowOnDuplicate',
  ],
  [
    label(),
    label(),
    query('metadata-string'),
    payload(PayloadBlob),
    query('length', NUMBER),
    query('checksum'),
    query('checksum-algorithm'),
    query('object-checksum'),
    query('object-checksum-algorithm', SummaryChecksumAlgorithm),
    query('throwOnDuplicate', BOOLEAN),
  ],
  2,
]

export const PutObjectOutput$: StaticStructureSchema = [
  3,
  namespace,
  'PutObjectOutput',
  0,
  ['InlineChunkChecksum', 'InlineChunkChecksumAlgorithm', 'ObjectChecksum', 'ObjectChecksumAlgorithm'],
  [STRING, DataChecksumAlgorithm, STRING, SummaryChecksumAlgorithm],
  4,
]

export const DeleteObjectInput$: StaticStructureSchema = [
  3,
  namespace,
  'DeleteObjectInput',
  0,
  ['BackupJobId', 'ObjectName'],
  [label(), label()],
  2,
]

export const ListObjectsInput$: StaticStructureSchema = [
  3,
  namespace,
  'ListObjectsInput',
  0,
  [
    'StorageJobId',
    'StartingObjectName',
    'StartingObjectPrefix',
    'MaxResults',
    'NextToken',
    'CreatedBefore',
    'CreatedAfter',
  ],
  [
    label(),
    query('starting-object-name'),
    query('starting-object-prefix'),
    query('max-results', MaxResults),
    query('next-token'),
    query('created-before', TIMESTAMP),
    query('created-after', TIMESTAMP),
  ],
  1,
]

export const BackupObject$: StaticStructureSchema = [
  3,
  namespace,
  'BackupObject',
  0,
  [
    'Name',
    'ObjectChecksum',
    'ObjectChecksumAlgorithm',
    'ObjectToken',
    'ChunksCount',
    'MetadataString',
    ...backupObjectExtension.memberNames,
  ],
  [STRING, STRING, SummaryChecksumAlgorithm, STRING, NUMBER, STRING, ...backupObjectExtension.memberSchemas],
  4,
]

const ObjectList: StaticListSchema = [1, namespace, 'ObjectList', 0, [() => BackupObject$, 0]]

export const ListObjectsOutput$: StaticStructureSchema = [
  3,
  namespace,
  'ListObjectsOutput',
  0,
  ['ObjectList', 'NextToken'],
  [ObjectList, STRING],
  1,
]

export const ListChunksInput$: StaticStructureSchema = [
  3,
  namespace,
  'ListChunksInput',
  0,
  ['StorageJobId', 'ObjectToken', 'MaxResults', 'NextToken'],
  [label(), label(), query('max-results', MaxResults), query('next-token')],
  2,
]

export const Chunk$: StaticStructureSchema = [
  3,
  namespace,
  'Chunk',
  0,
  ['Index', 'Length', 'Checksum', 'ChecksumAlgorithm', 'ChunkToken', ...chunkExtension.memberNames],
  [NUMBER, NUMBER, STRING, DataChecksumAlgorithm, STRING, ...chunkExtension.memberSchemas],
  5,
]

const ChunkList: StaticListSchema = [1, namespace, 'ChunkList', 0, [() => Chunk$, 0]]

export const ListChunksOutput$: StaticStructureSchema = [
  3,
  namespace,
  'ListChunksOutput',
  0,
  ['ChunkList', 'NextToken'],
  [ChunkList, STRING],
  1,
]

export const GetChunkInput$: StaticStructureSchema = [
  3,
  namespace,
  'GetChunkInput',
  0,
  ['StorageJobId', 'ChunkToken'],
  [label(), label()],
  2,
]

export const GetChunkOutput$: StaticStructureSchema = [
  3,
  namespace,
  'GetChunkOutput',
  0,
  ['Data', 'Length', 'Checksum', 'ChecksumAlgorithm'],
  [
    payload(PayloadBlob),
    header('x-amz-data-length', NUMBER),
    header('x-amz-checksum'),
    header('x-amz-checksum-algorithm', DataChecksumAlgorithm),
  ],
  4,
]

export const GetObjectMetadataInput$: StaticStructureSchema = [
  3,
  namespace,
  'GetObjectMetadataInput',
  0,
  ['StorageJobId', 'ObjectToken'],
  [label(), label()],
  2,
]

export const GetObjectMetadataOutput$: StaticStructureSchema = [
  3,
  namespace,
  'GetObjectMetadataOutput',
  0,
  ['MetadataString', 'MetadataBlob', 'MetadataBlobLength', 'MetadataBlobChecksum', 'MetadataBlobChecksumAlgorithm'],
  [
    header('x-amz-metadata-string'),
    payload(PayloadBlob),
    header('x-amz-data-length', NUMBER),
    header('x-amz-checksum'),
    header('x-amz-checksum-algorithm', DataChecksumAlgorithm),
  ],
]
