import { authorizeRequest } from '#app/session.ts'
import { backupStorage } from '#lib/backup-storage/index.ts'
import { findObject, storedObject } from '#lib/backup-storage/stored-object.ts'
import {
  ChunkFetchError,
  ChunkVerificationError,
  ObjectPlanError,
  objectResponse,
  planObject,
} from '#lib/restore/index.ts'
import { failureOf } from '#lib/result.ts'

interface Context {
  params: Promise<{ jobId: string }>
}

/** One object, verified: `?name=` (exact), optionally `&checksum=` of the version that was looked at. */
export function GET(request: Request, context: Context): Promise<Response> {
  return answer('GET', request, context)
}

/** What a GET would answer, without reading data. Next would otherwise run GET and throw its body away. */
export function HEAD(request: Request, context: Context): Promise<Response> {
  return answer('HEAD', request, context)
}

async function answer(method: 'GET' | 'HEAD', request: Request, { params }: Context): Promise<Response> {
  const refusal = await authorizeRequest(request)
  if (refusal) return refusal
  const { search, searchParams: query } = new URL(request.url)
  const name = query.get('name')
  const pinned = query.get('checksum')?.replaceAll(' ', '+') // a bare + of base64 that was read as a space
  const { signal, headers } = request
  const problem = (status: number, code: string, message: string, more?: { requestId?: string; retryable?: boolean }) =>
    Response.json(
      { error: { code, message, requestId: headers.get('x-request-id') ?? undefined, retryable: false, ...more } },
      { status, headers: { 'cache-control': 'private, no-store' } },
    )

  if (!isUtf8(search)) return problem(400, 'NotUtf8', 'The name of the object is not UTF-8.')
  if (!name) return problem(400, 'NameMissing', 'Say which object to download: ?name=…')
  const { jobId } = await params
  try {
    const client = backupStorage()
    const found = await findObject(client, { jobId, name }, signal)
    if (!found) return problem(404, 'ObjectNotFound', 'This job has no object of this name.')
    if (pinned !== undefined && pinned !== found.ObjectChecksum)
      return problem(412, 'ObjectReplaced', 'This object was replaced since you looked at it. Reload the page.')
    const object = storedObject(client, jobId, found)
    const plan = { ...(await planObject(object, signal)), name }
    return await objectResponse(plan, { method, headers, signal }, object)
  } catch (error) {
    if (error instanceof ChunkVerificationError || error instanceof ObjectPlanError)
      return problem(502, error.name, `${error.message}. Nothing of it was sent.`)
    const failure = failureOf(error instanceof Error ? serviceError(error) : error)
    const told = failure.requestId && { requestId: failure.requestId }
    if (error instanceof ChunkFetchError && !error.retryable) {
      const place = `Chunk ${error.index} (offset ${error.offset})`
      const message = `${place} is damaged or missing in the storage. Nothing was sent.`
      return problem(502, 'ChunkUnavailable', message, { ...told })
    }
    const status = failure.code === 'ResourceNotFoundException' ? 404 : 502
    return problem(status, failure.code, failure.message, { retryable: failure.retryable, ...told })
  }
}

/** What the service itself said, under the errors that say which chunk it was about. */
function serviceError(error: Error): unknown {
  return error.cause instanceof Error ? serviceError(error.cause) : error
}

/** Two spellings that are not UTF-8 would both be read as the same replacement characters, and so as one name. */
function isUtf8(search: string): boolean {
  try {
    decodeURIComponent(search)
    return true
  } catch {
    return false
  }
}
