import {
  DeleteRecoveryPoint$,
  DescribeBackupJob$,
  DescribeRestoreJob$,
  ListBackupJobs$,
  ListRestoreJobs$,
  StartBackupJob$,
  StopBackupJob$,
} from '@aws-sdk/client-backup'
import { operations as storageOperations } from '@aws-sdk/client-backupstorage/protocol'
import { NormalizedSchema } from '@smithy/core/schema'
import type { SchemaRef, SchemaTraitsObject, StaticOperationSchema } from '@smithy/types'
import type { Engine } from '../engine/index.ts'

/** SigV4 service names; each of the two APIs also has its own exceptions. */
export type ServiceName = 'backup-storage' | 'backup'

export interface Operation {
  /** As the API spells it: `PutChunk`. */
  name: string
  /** The engine's method: `putChunk`. */
  run: keyof Engine
  service: ServiceName
  method: string
  path: PathPart[]
  status: number
  input: NormalizedSchema
  output: NormalizedSchema
  payload: PayloadMembers | undefined
}

/** A segment that stands there as it is, or the name of the member it carries. */
export type PathPart = { literal: string } | { label: string }

/** The streaming member of a request, and those that say what its bytes must be. */
export interface PayloadMembers {
  data: string
  length: string
  checksum: string
  algorithm: string
}

const payloads: Record<string, PayloadMembers> = {
  PutChunk: { data: 'Data', length: 'Length', checksum: 'Checksum', algorithm: 'ChecksumAlgorithm' },
  NotifyObjectComplete: {
    data: 'MetadataBlob',
    length: 'MetadataBlobLength',
    checksum: 'MetadataBlobChecksum',
    algorithm: 'MetadataBlobChecksumAlgorithm',
  },
  PutObject: {
    data: 'InlineChunk',
    length: 'InlineChunkLength',
    checksum: 'InlineChunkChecksum',
    algorithm: 'InlineChunkChecksumAlgorithm',
  },
}

/** Everything the service answers, in one table: the Backup Storage API, its extensions, and a part of AWS Backup. */
export const operations: readonly Operation[] = [
  ...storageOperations.map(({ schema }) => toOperation(schema, 'backup-storage')),
  ...[
    StartBackupJob$,
    ListBackupJobs$,
    DescribeBackupJob$,
    StopBackupJob$,
    DeleteRecoveryPoint$,
    ListRestoreJobs$,
    DescribeRestoreJob$,
  ].map((schema) => toOperation(schema, 'backup')),
]

function toOperation(schema: StaticOperationSchema, service: ServiceName): Operation {
  const [, , name, traits, input, output] = schema
  const [method, path, status] = (traits as SchemaTraitsObject).http!
  return {
    name,
    run: (name.charAt(0).toLowerCase() + name.slice(1)) as keyof Engine,
    service,
    method,
    path: path.split('/').slice(1).map(pathPart),
    status,
    input: NormalizedSchema.of(input as SchemaRef),
    output: NormalizedSchema.of(output as SchemaRef),
    payload: payloads[name],
  }
}

function pathPart(segment: string): PathPart {
  return segment.startsWith('{') ? { label: segment.slice(1, -1) } : { literal: segment }
}
