import { hash } from 'node:crypto'
import { parseThawMetadata, type ThawMetadata } from '#lib/backup/metadata.ts'
import type { ArchivePlan } from '#lib/ledger/archive-plans.ts'
import { type ObjectChunk, planObject } from '#lib/restore/index.ts'
import type { ObjectSource, SourceObject } from './source.ts'

/** What an archive says of an object beside its name. */
export interface DescribedObject {
  object: SourceObject
  type: 'file' | 'directory' | 'symlink'
  /** Bytes of content, as the service counts them. */
  size: number
  mtime: bigint
  mode: number
  target: string | null
  /** Of the whole content where that is certain without reading it, base64. */
  sha256: string | null
  /** Why it cannot be in the archive. */
  skipped: string | null
  /** Its chunks, where they had to be listed. */
  listed?: ObjectChunk[] | undefined
}

const emptySha256 = hash('sha256', '', 'base64')

/**
 * Describes an object from listings alone; only where no listing tells its length are its chunks listed. Type, mode,
 * time and target are hints of whoever stored it, and are used as such.
 */
export async function describeObject(
  { source, jobId, format }: { source: ObjectSource; jobId: string; format: ArchivePlan['format'] },
  object: SourceObject,
  signal: AbortSignal,
): Promise<DescribedObject> {
  const hint = parseThawMetadata(object.metadata)
  const empty = object.length === 0 || object.chunks === 0
  const common = { object, mtime: hint?.mtime ?? 0n, target: null, sha256: null, skipped: null }
  if (empty && (hint ? hint.type === 'dir' : object.name.endsWith('/')))
    return { ...common, type: 'directory', size: 0, mode: (hint?.mode ?? 0o755) & 0o777 }
  if (empty && hint?.type === 'symlink') {
    const target = hint.target ?? (await source.linkTarget(jobId, object, signal)) ?? null
    const link = { ...common, type: 'symlink' as const, size: 0, mode: 0o777, target }
    if (format === 'zip') return { ...link, skipped: 'A symbolic link; a zip that every system can open holds none.' }
    return target ? link : { ...link, skipped: 'A symbolic link, and nothing says where it points.' }
  }
  const listed =
    object.length === undefined && !empty
      ? await planObject({ ...object, ...source.read(jobId, object) }, signal)
      : undefined
  const size = object.length ?? listed?.length ?? 0
  return {
    ...common,
    type: 'file',
    size,
    mode: (hint?.mode ?? 0o644) & 0o777,
    sha256: certainSha256(object, size, hint),
    listed: listed?.chunks,
  }
}

/** The SUMMARY of a single chunk is the hash of its SHA-256: a listing or a hint that fits it is proven. */
function certainSha256(object: SourceObject, size: number, hint: ThawMetadata | undefined): string | null {
  if (size === 0) return emptySha256
  const candidate = object.onlyChunk?.checksum ?? (object.chunks === 1 ? hint?.sha256 : undefined)
  if (!candidate) return null
  return hash('sha256', Buffer.from(candidate, 'base64'), 'base64') === object.checksum ? candidate : null
}
