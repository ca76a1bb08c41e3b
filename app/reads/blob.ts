import 'server-only'
import { hash } from 'node:crypto'
import { GetObjectMetadataCommand } from '@aws-sdk/client-backupstorage'
import type { Blob } from '#components/object/blob.ts'
import { findObject } from '#lib/storage/stored-object.ts'
import { backupStorage } from '../storage.ts'
import { attemptIn } from './attempt.ts'
import { ReplacedError } from './replaced-error.ts'

/** What the API allows a metadata blob to be, in bytes. */
const largest = 4 * 1024 * 1024

/** A metadata blob, read whole: so small a thing is checked before anything of it is used. */
export interface StoredBlob {
  bytes: Uint8Array
  /** SHA-256 of the bytes as they came, base64. */
  checksum: string
  /** What the service says that it is. */
  promised: string | undefined
}

/**
 * The metadata blob of an object, none where there is none.
 *
 * @param version SUMMARY of the version that was looked at.
 * @throws {ReplacedError} the name stands for another version now.
 */
export async function loadBlob(
  jobId: string,
  name: string,
  abortSignal: AbortSignal,
  version?: string,
): Promise<StoredBlob | undefined> {
  const object = await findObject(backupStorage(), { jobId, name }, abortSignal)
  if (!object) return undefined
  if (version !== undefined && version !== object.ObjectChecksum) throw new ReplacedError(name)
  const input = { StorageJobId: jobId, ObjectToken: object.ObjectToken }
  const answer = await backupStorage().send(new GetObjectMetadataCommand(input), { abortSignal })
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of (answer.MetadataBlob ?? []) as AsyncIterable<Uint8Array>) {
    parts.push(part)
    size += part.length
    if (size > largest) throw Object.assign(new Error('The metadata blob is too large'), { name: 'DamagedError' })
  }
  if (size === 0) return undefined
  const bytes = Buffer.concat(parts)
  return { bytes, checksum: hash('sha256', bytes, 'base64'), promised: answer.MetadataBlobChecksum }
}

/** What a page tells of a metadata blob; its bytes have a route of their own. */
export function readBlob(jobId: string, name: string) {
  return attemptIn<{ blob?: Blob }>(jobId, async (signal) => {
    const stored = await loadBlob(jobId, name, signal)
    if (!stored) return {}
    const { bytes, checksum, promised } = stored
    const state = promised === undefined ? 'unknown' : promised === checksum ? 'verified' : 'damaged'
    return { blob: { size: bytes.length, checksum: promised ?? checksum, state } }
  })
}
