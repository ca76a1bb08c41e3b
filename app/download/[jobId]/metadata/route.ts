import { downloadRoute } from '#app/download/respond.ts'
import { loadBlob } from '#app/reads/blob.ts'
import { RefusedError } from '#lib/failure/refused-error.ts'
import { downloadResponse, strongETag } from '#lib/restore/index.ts'
import { explained } from '#lib/storage/no-backup.ts'
import { backup } from '../../../storage.ts'

/**
 * The metadata blob of one object, read whole and checked where the service told its checksum: `?name=`, optionally
 * `&checksum=` of the object's version.
 */
export const { GET, HEAD } = downloadRoute<{ jobId: string }>(async ({ params, query, ...request }) => {
  const name = query.get('name')
  if (!name) throw new RefusedError(400, 'NameMissing', 'Say of which object: ?name=…')
  const version = query.get('checksum') ?? undefined
  const blob = await loadBlob(params.jobId, name, request.signal, version).catch(async (error) => {
    throw await explained(backup(), params.jobId, error)
  })
  if (!blob) throw new RefusedError(404, 'NoMetadata', 'This object has no metadata blob.')
  const { bytes, checksum, promised } = blob
  if (promised !== undefined && promised !== checksum)
    throw new RefusedError(
      502,
      'DamagedError',
      'The metadata blob is not what its checksum says. Nothing of it is sent.',
    )
  return downloadResponse(
    {
      name: `${name}.metadata`,
      mediaType: 'application/octet-stream',
      etag: strongETag(checksum),
      length: bytes.length,
      sha256: checksum,
      async *read(range) {
        yield range ? bytes.subarray(range.start, range.end + 1) : bytes
      },
    },
    request,
  )
})
