import type { $SchemaRef, StaticStructureSchema } from '@smithy/types'
import { BOOLEAN, NUMBER, STRING, TIMESTAMP } from '../schemas/bindings.ts'

/** Of its own, so that nobody takes an extension for a part of the official model. */
export const namespace = 'thaw.backupstorage.extensions'

const SingleChunk$: StaticStructureSchema = [
  3,
  namespace,
  'SingleChunk',
  0,
  ['Length', 'Checksum', 'ChunkToken'],
  [NUMBER, STRING, STRING],
  3,
]

/** Members that ListChunks adds to each Chunk. */
export const chunkExtension: { memberNames: string[]; memberSchemas: $SchemaRef[] } = {
  memberNames: ['IsShared'],
  memberSchemas: [BOOLEAN],
}

/** Members that ListObjects adds to each BackupObject. */
export const backupObjectExtension: { memberNames: string[]; memberSchemas: $SchemaRef[] } = {
  memberNames: ['ObjectLength', 'CreationTime', 'SingleChunk', 'MetadataBlobLength'],
  memberSchemas: [NUMBER, TIMESTAMP, () => SingleChunk$, NUMBER],
}
