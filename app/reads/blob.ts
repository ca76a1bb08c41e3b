import 'server-only'
import { createHash } from 'node:crypto'
import { GetObjectMetadataCommand } from '@aws-sdk/client-backupstorage'
import type { Blob } from '#components/object/blob.ts'
import { backupStorage } from '#lib/backup-storage/index.ts'
import { attempt } from './attempt.ts'
import { resolveObject } from './object.ts'

/** What the API allows a metadata blob to be, in bytes. */
const largest = 4 * 1024 * 1024
const shown = 1024

/** An object's metadata blob: read whole to check it, its beginning kept to be looked at. None where there is none. */
export function readBlob(jobId: string, name: string) {
  return attempt<{ blob?: Blob }>(async (abortSignal) => {
    const object = await resolveObject(jobId, name, abortSignal)
    if (!object) return {}
    const input = { StorageJobId: jobId, ObjectToken: object.ObjectToken }
    const answer = await backupStorage().send(new GetObjectMetadataCommand(input), { abortSignal })
    const hash = createHash('sha256')
    const head: Uint8Array[] = []
    let size = 0
    for await (const part of (answer.MetadataBlob ?? []) as AsyncIterable<Uint8Array>) {
      hash.update(part)
      if (size < shown) head.push(part)
      size += part.length
      if (size > largest) throw Object.assign(new Error('The metadata blob is too large'), { name: 'DamagedError' })
    }
    if (size === 0) return {}
    const checksum = hash.digest('base64')
    const promised = answer.MetadataBlobChecksum
    return {
      blob: {
        size,
        head: new Uint8Array(Buffer.concat(head).subarray(0, shown)),
        checksum: promised ?? checksum,
        state: promised === undefined ? 'unknown' : promised === checksum ? 'verified' : 'damaged',
      },
    }
  })
}
