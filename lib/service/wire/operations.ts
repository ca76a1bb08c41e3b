import { NormalizedSchema } from '@smithy/core/schema'
import type { SchemaRef, SchemaTraitsObject } from '@smithy/types'
import { methodOf, type OperationName, type ServiceName, operations as table } from '../operations.ts'

export type { ServiceName } from '../operations.ts'

export interface Operation {
  /** As the API spells it: `PutChunk`. */
  name: OperationName
  /** The engine's method: `putChunk`. */
  run: Uncapitalize<OperationName>
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

const payloads: Partial<Record<OperationName, PayloadMembers>> = {
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

/** The protocol's table as the router and the codec read it. */
export const operations: readonly Operation[] = table.map(toOperation)

function toOperation({ name, schema, service }: (typeof table)[number]): Operation {
  const [, , , traits, input, output] = schema
  const [method, path, status] = (traits as SchemaTraitsObject).http!
  return {
    name,
    run: methodOf(name),
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
