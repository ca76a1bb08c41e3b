import type { FetchChunk } from './chunk.ts'
import { precondition, rangeApplies, strongETag } from './conditions.ts'
import { contentDisposition } from './disposition.ts'
import type { ObjectPlan } from './plan.ts'
import { contentRange, parseRange } from './range.ts'
import { readVerified } from './read.ts'

export interface ObjectRequest {
  method: 'GET' | 'HEAD'
  headers: Pick<Headers, 'get'>
  signal: AbortSignal
}

/**
 * The HTTP answer that carries a planned object: 200, 206, 304, 412 or 416, always as an attachment that nothing will
 * run. Its first chunk is verified before there is an answer at all. Damage further on errors the body, which whoever
 * sends it must turn into a destroyed connection.
 *
 * The body's length stands in `x-body-length` (framework layers strip Content-Length); the listener turns it back.
 *
 * @throws {ChunkVerificationError | ChunkFetchError} the first chunk of what was asked for cannot be delivered.
 */
export async function objectResponse(
  plan: ObjectPlan & { name: string },
  request: ObjectRequest,
  source: { fetchChunk: FetchChunk; budgetBytes?: number },
): Promise<Response> {
  const etag = strongETag(plan.checksum)
  const shared = { etag, 'accept-ranges': 'bytes', 'cache-control': 'private, no-store' }
  const condition = precondition(request.headers, etag)
  if (condition === 'failed') return new Response(null, { status: 412, headers: { ...shared, 'x-body-length': '0' } })
  if (condition === 'not-modified') return new Response(null, { status: 304, headers: shared })

  const counts = request.method === 'GET' && rangeApplies(request.headers.get('if-range'), etag)
  const asked = parseRange(counts ? request.headers.get('range') : null, plan.length)
  if (asked.kind === 'unsatisfiable') {
    const headers = { ...shared, 'content-range': contentRange(undefined, plan.length), 'x-body-length': '0' }
    return new Response(null, { status: 416, headers })
  }
  const range = asked.kind === 'range' ? { start: asked.start, end: asked.end } : undefined
  const headers = {
    ...shared,
    'content-type': 'application/octet-stream',
    'content-disposition': contentDisposition(plan.name),
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'x-body-length': String(range ? range.end - range.start + 1 : plan.length),
    ...(range && { 'content-range': contentRange(range, plan.length) }),
  }
  const body = request.method === 'HEAD' ? null : await verifiedBody(plan, { ...source, range, signal: request.signal })
  return new Response(body, { status: range ? 206 : 200, headers })
}

/** A stream that reads on only when it is asked to, with its first chunk already verified. */
async function verifiedBody(plan: ObjectPlan, options: Parameters<typeof readVerified>[1]): Promise<ReadableStream> {
  const reading = readVerified(plan, options)
  let following: ReturnType<typeof reading.next> | undefined = Promise.resolve(await reading.next())
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await (following ?? reading.next())
        following = undefined
        if (done) controller.close()
        else controller.enqueue(value)
      },
      async cancel() {
        await reading.return()
      },
    },
    { highWaterMark: 0 },
  )
}
