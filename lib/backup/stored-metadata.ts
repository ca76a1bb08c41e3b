import { hash } from 'node:crypto'
import { formatThawMetadata, parseThawMetadata, type ThawMetadata } from './metadata.ts'
import type { FoundEntry } from './scan.ts'

/** Every chunk but an object's last has this size, in bytes. */
export const chunkSize = 4 * 1024 * 1024

/** The metadata of an entry before its content is read. A symlink's target stands in it only where it fits. */
export function metadataOf({ type, size, mtime, mode, target }: FoundEntry): ThawMetadata {
  const metadata: ThawMetadata = { type, size, mtime, mode }
  if (target === undefined) return metadata
  const whole = { ...metadata, target }
  return parseThawMetadata(formatThawMetadata(whole))?.target === target
    ? whole
    : { ...metadata, sha256: hash('sha256', target, 'base64') }
}
