import type { AbortCause, Completion, JobRecord, JobState, ObjectRecord } from '../../index-store.ts'
import type { ChunkLocation, ChunkRecord } from '../../ports.ts'

/** A job with its timeline's columns. */
export interface JobRow {
  seq: number
  id: string
  timeline: number
  number: number
  vault: string
  resource_arn: string
  resource_type: string
  role_arn: string
  state: JobState
  status_message: string | null
  created_at: number
  ended_at: number | null
  lease_until: number
  object_count: number
  byte_count: number
  new_byte_count: number
  abort_cause: AbortCause | null
  resumable: number
  warning: string | null
  warning_confirmed_at: number | null
  details: string | null
}

/** The columns a {@link JobRow} takes from `job` joined with `timeline`. */
export const jobColumns = [
  'job.seq',
  'job.id',
  'job.timeline',
  'job.number',
  'timeline.vault',
  'timeline.resource_arn',
  'timeline.resource_type',
  'job.role_arn',
  'job.state',
  'job.status_message',
  'job.created_at',
  'job.ended_at',
  'job.lease_until',
  'job.object_count',
  'job.byte_count',
  'job.new_byte_count',
  'job.abort_cause',
  'job.resumable',
  'job.warning',
  'job.warning_confirmed_at',
  'job.details',
] as const

export interface ObjectRow {
  id: number
  timeline: number
  name: string
  added: number
  removed: number | null
  created_at: number
  checksum: Buffer
  length: number
  chunk_count: number
  metadata: string | null
  blob: number | null
}

export interface ChunkRow {
  id: number
  checksum: Buffer
  length: number
  pack: number | null
  pack_offset: number | null
}

export const chunkColumns = ['chunk.id', 'chunk.checksum', 'chunk.length', 'chunk.pack', 'chunk.pack_offset'] as const

export function toJob(row: JobRow): JobRecord {
  return {
    id: row.id,
    number: row.number,
    vault: row.vault,
    resourceArn: row.resource_arn,
    resourceType: row.resource_type,
    roleArn: row.role_arn,
    state: row.state,
    statusMessage: row.status_message ?? undefined,
    createdAt: row.created_at,
    endedAt: row.ended_at ?? undefined,
    leaseUntil: row.lease_until,
    objects: row.object_count,
    bytes: row.byte_count,
    newBytes: row.new_byte_count,
    abortCause: row.abort_cause ?? undefined,
    resumable: row.resumable === 1,
    warning: row.warning ?? undefined,
    warningConfirmedAt: row.warning_confirmed_at ?? undefined,
    details: row.details ?? undefined,
  }
}

export function toObject(row: ObjectRow, blob: ChunkRow | undefined): ObjectRecord {
  return {
    id: row.id,
    name: row.name,
    checksum: row.checksum.toString('base64'),
    length: row.length,
    chunkCount: row.chunk_count,
    createdAt: row.created_at,
    metadata: row.metadata ?? undefined,
    blob: blob && toChunk(blob),
  }
}

export function toChunk(row: ChunkRow): ChunkRecord {
  return { checksum: row.checksum.toString('base64'), length: row.length, location: toLocation(row) }
}

function toLocation({ pack, pack_offset }: ChunkRow): ChunkLocation {
  return pack === null || pack_offset === null ? { kind: 'file' } : { kind: 'pack', pack, offset: pack_offset }
}

/** The columns of a location. */
export function locationColumns(location: ChunkLocation): { pack: number | null; packOffset: number | null } {
  return location.kind === 'pack'
    ? { pack: location.pack, packOffset: location.offset }
    : { pack: null, packOffset: null }
}

export const digest = (checksum: string): Buffer => Buffer.from(checksum, 'base64')

/** Member order is fixed, so equal completions are equal text. */
export function encodeCompletion({ checksum, metadata, blobChecksum }: Completion): string {
  return JSON.stringify({ checksum, metadata, blobChecksum })
}

export const decodeCompletion = (text: string): Completion => JSON.parse(text) as Completion
