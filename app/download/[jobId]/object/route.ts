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
  const query = new URL(request.url).searchParams
  const name = query.get('name')
  const pinned = query.get('checksum')
  const { signal, headers } = request
  const problem = (status: number, code: string, message: string, more?: { requestId?: string; retryable?: boolean }) =>
    Response.json(
      { error: { code, message, requestId: headers.get('x-request-id') ?? undefined, retryable: false, ...more } },
      { status, headers: { 'cache-control': 'private, no-store' } },
    )

  if (!name) return problem(400, 'NameMissing', 'Say which object to download: ?name=…')
  const { jobId } = await params
  try {
    const client = backupStorage()
    const found = await findObject(client, { jobId, name }, signal)
    if (!found) return problem(404, 'ObjectNotFound', 'This job has no object of this name.')
    if (pinned !== null && pinned !== found.ObjectChecksum)
      return problem(412, 'ObjectReplaced', 'This object was replaced since you looked at it. Reload the page.')
    const object = storedObject(client, jobId, found)
    const plan = { ...(await planObject(object, signal)), name }
    return await objectResponse(plan, { method, headers, signal }, object)
  } catch (error) {
    if (error instanceof ChunkVerificationError || error instanceof ObjectPlanError)
      return problem(502, error.name, `${error.message}. Nothing of it was sent.`)
    const failure = failureOf(error instanceof Error ? serviceError(error) : error)
    const status = failure.code === 'ResourceNotFoundException' && !(error instanceof ChunkFetchError) ? 404 : 502
    const place = error instanceof ChunkFetchError ? `Chunk ${error.index} (offset ${error.offset}): ` : ''
    return problem(status, failure.code, place + failure.message, {
      retryable: failure.retryable,
      ...(failure.requestId && { requestId: failure.requestId }),
    })
  }
}

/** What the service itself said, under the errors that say which chunk it was about. */
function serviceError(error: Error): unknown {
  return error.cause instanceof Error ? serviceError(error.cause) : error
}
