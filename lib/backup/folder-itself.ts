/**
 * The backed-up folder itself has no name among the objects of its job. How it looks is kept in the job's details as
 * `folder`: what an object of it would have as `metadata` string and, where that has more, as metadata `blob` (`thaw/1`).
 */
import { realpath, stat } from 'node:fs/promises'
import { formatThaw, parseThawBlob, parseThawMetadata, type ThawBlob, type ThawMetadata } from '#lib/browse/metadata.ts'
import { readXattrs } from '#lib/posix/xattrs.ts'
import { factsOf } from './entry-facts.ts'

/** Bytes of the blob: a job's details have little room. */
const blobLimit = 1024

/** How a folder looks, as it is kept. */
export interface FolderItself {
  metadata: string
  blob?: string
}

/**
 * How the folder at the path looks; symlinks are followed. Attributes that have no room are left out, but never its
 * ACLs: without them its mode would give others rights that they did not have.
 *
 * @returns undefined where nobody can tell, or the ACLs have no room.
 */
export async function folderItself(path: string): Promise<FolderItself | undefined> {
  try {
    const start = await realpath(path)
    const stats = await stat(start, { bigint: true })
    if (!stats.isDirectory()) return undefined
    const { found, unread, unasked } = readXattrs(start)
    const looks: ThawMetadata = {
      ...{ type: 'dir', size: 0, mtime: stats.mtimeNs, mode: Number(stats.mode) & 0o7777 },
      ...factsOf(stats),
      ...(unasked && { attributes: 'unasked' as const }),
      ...(unread.length > 0 && { attributes: 'partial' as const }),
    }
    const kept = found.map(([name, value]) => [name, value.toString('base64')] as const)
    if (unread.some(isAcl)) return undefined
    const whole = formatThaw(looks, kept)
    const some = isTooLarge(whole)
      ? formatThaw(
          { ...looks, attributes: 'partial' },
          kept.filter(([name]) => isAcl(name)),
        )
      : whole
    return isTooLarge(some) ? undefined : { metadata: some.text, ...(some.blob !== undefined && { blob: some.blob }) }
  } catch {
    return undefined
  }
}

/** How the folder itself looked, from a job's details; undefined where they do not say. */
export function parseFolderItself(details = ''): { metadata: ThawMetadata; more: ThawBlob | undefined } | undefined {
  try {
    const { metadata: text, blob } = JSON.parse(details).folder
    const metadata = parseThawMetadata(text)
    if (metadata?.type !== 'dir') return undefined
    return { metadata, more: typeof blob === 'string' ? parseThawBlob(blob) : undefined }
  } catch {
    return undefined // of an earlier backup, or of another writer
  }
}

const isAcl = (name: string) => name.startsWith('system.posix_acl_')

function isTooLarge({ blob = '' }: { blob: string | undefined }): boolean {
  return Buffer.byteLength(blob) > blobLimit
}
