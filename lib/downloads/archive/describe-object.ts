import { hash } from 'node:crypto'
import { parseThawMetadata, type ThawMetadata } from '#lib/browse/metadata.ts'
import type { ArchivePlan } from '#lib/ledger/archive-plans.ts'
import { type ObjectChunk, planObject } from '#lib/restore/index.ts'
import type { ObjectSource, SourceObject } from '#lib/storage/source.ts'
import { archiveFacts } from './archive-facts.ts'
import { dataSegments } from './zero-chunks.ts'

/** What an archive says of an object beside its name. */
export interface DescribedObject {
  object: SourceObject
  type: 'file' | 'directory' | 'symlink'
  /** Bytes of content, as the service counts them. */
  size: number
  mtime: bigint
  mode: number
  target: string | null
  /** Numbers and names, as metadata strings have them. */
  owner: string | null
  /** JSON of pairs. */
  xattrs: string | null
  /** Files with the same one were names of one file. */
  group: string | null
  /** Where data lies, JSON, where the rest is left out as holes. */
  segments: string | null
  /** What of it the archive does not hold, in words. */
  without: string | null
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
  { source, jobId, format, naming }: { source: ObjectSource; jobId: string } & Pick<ArchivePlan, 'format' | 'naming'>,
  object: SourceObject,
  signal: AbortSignal,
): Promise<DescribedObject> {
  const hint = parseThawMetadata(object.metadata)
  const empty = object.length === 0 || object.chunks === 0
  const isLink = empty && hint?.type === 'symlink'
  const wantsBlob = isLink ? hint.target === undefined || format === 'tar' : format === 'tar'
  const hasBlob = hint?.more || (isLink && hint.target === undefined)
  const blob = wantsBlob && hasBlob ? await source.thawBlob(jobId, object, signal) : undefined
  const { mode, ...facts } = archiveFacts({ format, naming }, hint, blob)
  const common = {
    object,
    mtime: hint?.mtime ?? 0n,
    target: null,
    sha256: null,
    skipped: null,
    segments: null,
    ...facts,
  }
  if (empty && (hint ? hint.type === 'dir' : object.name.endsWith('/')))
    return { ...common, type: 'directory', size: 0, mode: mode ?? 0o755, group: null }
  if (isLink) {
    const target = hint.target ?? blob?.target ?? null
    const link = { ...common, type: 'symlink' as const, size: 0, mode: 0o777, target, group: null }
    if (format === 'zip' && naming !== 'unix')
      return { ...link, skipped: 'A symbolic link; a zip that every system can open holds none.' }
    return target ? link : { ...link, skipped: 'A symbolic link, and nothing says where it points.' }
  }
  const wantsHoles = format === 'tar' && naming === 'unix' && (hint?.holes ?? blob?.holes)
  const list = () => planObject({ ...object, ...source.read(jobId, object) }, signal)
  let listed: Awaited<ReturnType<typeof list>> | undefined
  if (object.length === undefined && !empty) listed = await list()
  else if (wantsHoles && !empty)
    listed = await list().catch(() => {
      signal.throwIfAborted()
      return undefined // holes are a saving: what cannot be read is met when the content is
    })
  const size = object.length ?? listed?.length ?? 0
  const segments = wantsHoles && listed ? dataSegments(listed.chunks) : undefined
  return {
    ...common,
    type: 'file',
    segments: segments ? JSON.stringify(segments) : null,
    size,
    mode: mode ?? 0o644,
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
