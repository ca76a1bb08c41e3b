import { hash } from 'node:crypto'
import type { NotifyObjectCompleteCommandInput } from '@aws-sdk/client-backupstorage'
import { formatThaw, type ThawMetadata } from '#lib/browse/metadata.ts'
import type { FoundXattrs, Xattr } from '#lib/posix/xattrs.ts'

/** The largest metadata blob the storage API takes, in bytes. */
const blobLimit = 4 * 1024 * 1024

/** What is stored of an entry beside its content. */
export interface StoredFacts {
  members: Pick<
    NotifyObjectCompleteCommandInput,
    'MetadataString' | 'MetadataBlob' | 'MetadataBlobLength' | 'MetadataBlobChecksum' | 'MetadataBlobChecksumAlgorithm'
  >
  /** Attributes that are left out. */
  without: Without | undefined
}

/** What is not stored of an entry's extended attributes, and why. */
export interface Without {
  unreadable: boolean
  tooLarge: boolean
  /** In words, as they stand behind "without". */
  what: string
}

/** Metadata string and, where it takes one, metadata blob as the API wants them. */
export function storedFacts(metadata: ThawMetadata, { found, unread, unasked }: FoundXattrs): StoredFacts {
  const reasons: string[] = []
  const unreadable = unread.length > 0
  if (unreadable) reasons.push(`${unread.join(', ')}, which cannot be read`)
  let members = format({ ...metadata, ...(unasked && { attributes: 'unasked' }) }, found)
  const tooLarge = Number(members.MetadataBlobLength ?? 0) > blobLimit
  if (tooLarge) {
    found = []
    reasons.push('its extended attributes, which are larger than 4 MiB together')
  }
  // What is not stored whole is no unchanged entry for the next backup either: it is looked at again, and told again.
  if (reasons.length === 0) return { members, without: undefined }
  const { seen: _, ...unseen } = metadata
  members = format({ ...unseen, attributes: 'partial' }, found)
  return { members, without: { unreadable, tooLarge, what: reasons.join('; ') } }
}

function format(metadata: ThawMetadata, xattrs: readonly Xattr[]): StoredFacts['members'] {
  const { text, blob } = formatThaw(
    metadata,
    xattrs.map(([name, value]) => [name, value.toString('base64')] as const),
  )
  if (blob === undefined) return { MetadataString: text }
  const bytes = Buffer.from(blob)
  return {
    MetadataString: text,
    MetadataBlob: bytes,
    MetadataBlobLength: bytes.length,
    MetadataBlobChecksum: hash('sha256', bytes, 'base64'),
    MetadataBlobChecksumAlgorithm: 'SHA256',
  }
}
