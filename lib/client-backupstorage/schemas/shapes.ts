import type { StaticSimpleSchema } from '@smithy/types'
import {
  DataChecksumAlgorithm as DataAlgorithm,
  SummaryChecksumAlgorithm as SummaryAlgorithm,
} from '../models/enums.ts'
import { NUMBER, STREAMING_BLOB, STRING } from './bindings.ts'

export const namespace = 'com.amazonaws.backupstorage'

// The runtime reads none of `enum`, `range` and `pattern`: they are the model's words, for a server to check.
// A client sends what it is given, as the other official clients do.

export const PayloadBlob: StaticSimpleSchema = [0, namespace, 'PayloadBlob', { streaming: 1 }, STREAMING_BLOB]
export const DataChecksumAlgorithm: StaticSimpleSchema = [
  0,
  namespace,
  'DataChecksumAlgorithm',
  { enum: Object.values(DataAlgorithm) },
  STRING,
]
export const SummaryChecksumAlgorithm: StaticSimpleSchema = [
  0,
  namespace,
  'SummaryChecksumAlgorithm',
  { enum: Object.values(SummaryAlgorithm) },
  STRING,
]
export const MaxResults: StaticSimpleSchema = [0, namespace, 'MaxResults', { range: { min: 1, max: 100 } }, NUMBER]
export const MetadataString: StaticSimpleSchema = [0, namespace, 'MetadataString', { pattern: '^.{1,256}$' }, STRING]
