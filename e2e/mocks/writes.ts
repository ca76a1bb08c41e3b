import { createHash, randomUUID } from 'node:crypto'
import { HttpResponse, http } from 'msw/http'
import { sha256 } from './content.ts'
import { recordCall } from './control.ts'
import { requireSignature } from './reads.ts'
import { errorResponse, illegalArgument, jsonResponse, notFound, WireError } from './wire.ts'

/*
 * The five writes. Only the job `writable` takes them: lengths and checksums are compared as the documents say, uploads
 * end at completion, and nothing written shows up in a listing.
 */

interface Upload {
  chunks: Map<number, string>
}

const uploads = new Map<string, Upload>()

async function write(
  operation: string,
  request: Request,
  job: string,
  answer: (query: URLSearchParams) => Response | Promise<Response>,
): Promise<Response> {
  const { pathname, search, searchParams } = new URL(request.url)
  recordCall({ operation, subject: job, key: `${request.method} ${pathname}${search}` })
  try {
    requireSignature(request, 'backup-storage')
    if (job.split('.', 1)[0] !== 'writable') throw illegalArgument(`Backup job ${job} is COMPLETED`)
    return await answer(searchParams)
  } catch (error) {
    if (error instanceof WireError) return errorResponse(error)
    throw error
  }
}

function uploadOf(id: string): Upload {
  const upload = uploads.get(id)
  if (!upload) throw notFound(`Upload ${id} does not exist`)
  return upload
}

async function checkedBody(request: Request, length: string | null, checksum: string | null): Promise<Buffer> {
  const body = Buffer.from(await request.arrayBuffer())
  if (String(body.length) !== length)
    throw illegalArgument(`The body has ${body.length} bytes, ${length} were announced`)
  if (sha256(body) !== checksum) throw illegalArgument('The checksum does not fit the body')
  return body
}

function summary(chunks: Iterable<string>): string {
  const hash = createHash('sha256')
  for (const checksum of chunks) hash.update(Buffer.from(checksum, 'base64'))
  return hash.digest('base64')
}

/** `host` is a URL without path, such as `http://backup-storage.test`. */
export function writeHandlers(host: string) {
  const jobs = `${host}/backup-jobs/:job`
  return [
    http.put<{ job: string }>(`${jobs}/object/:name`, ({ request, params: { job } }) =>
      write('StartObject', request, job, () => {
        const UploadId = randomUUID()
        uploads.set(UploadId, { chunks: new Map() })
        return jsonResponse({ UploadId })
      }),
    ),
    http.put<{ job: string; upload: string; index: string }>(
      `${jobs}/chunk/:upload/:index`,
      ({ request, params: { job, upload, index } }) =>
        write('PutChunk', request, job, async (query) => {
          const body = await checkedBody(request, query.get('length'), query.get('checksum'))
          uploadOf(upload).chunks.set(Number(index), sha256(body))
          return jsonResponse({ ChunkChecksum: sha256(body), ChunkChecksumAlgorithm: 'SHA256' })
        }),
    ),
    http.put<{ job: string; upload: string }>(
      `${jobs}/object/:upload/complete`,
      ({ request, params: { job, upload } }) =>
        write('NotifyObjectComplete', request, job, async (query) => {
          const chunks = [...uploadOf(upload).chunks].sort(([a], [b]) => a - b)
          const gap = chunks.findIndex(([index], position) => index !== position)
          if (gap >= 0) throw illegalArgument(`Chunk ${gap} is missing`)
          const ObjectChecksum = summary(chunks.map(([, checksum]) => checksum))
          if (ObjectChecksum !== query.get('checksum')) throw illegalArgument('The object checksum does not fit')
          if (query.has('metadata-checksum'))
            await checkedBody(request, query.get('metadata-blob-length'), query.get('metadata-checksum'))
          uploads.delete(upload)
          return jsonResponse({ ObjectChecksum, ObjectChecksumAlgorithm: 'SUMMARY' })
        }),
    ),
    http.put<{ job: string }>(`${jobs}/object/:name/put-object`, ({ request, params: { job } }) =>
      write('PutObject', request, job, async (query) => {
        const body = await checkedBody(request, query.get('length'), query.get('checksum'))
        return jsonResponse({
          InlineChunkChecksum: sha256(body),
          InlineChunkChecksumAlgorithm: 'SHA256',
          ObjectChecksum: summary([sha256(body)]),
          ObjectChecksumAlgorithm: 'SUMMARY',
        })
      }),
    ),
    http.delete<{ job: string }>(`${jobs}/object/:name`, ({ request, params: { job } }) =>
      write('DeleteObject', request, job, () => new HttpResponse(null, { status: 200 })),
    ),
  ]
}
