import { hash } from 'node:crypto'
import type { ThawMetadata } from '#lib/browse/metadata.ts'
import type { FoundEntry } from './scan.ts'

/** Every chunk but an object's last has this size, in bytes. */
export const chunkSize = 4 * 1024 * 1024

/** The metadata of an entry before its content is read. */
export function metadataOf({ type, size, mtime, mode, target, facts }: FoundEntry): ThawMetadata {
  const metadata: ThawMetadata = { type, size, mtime, mode, ...facts }
  return target === undefined ? metadata : { ...metadata, target, sha256: hash('sha256', target, 'base64') }
}
