import type { ByteRange } from '../read/read.ts'
import { precondition, rangeApplies } from './conditions.ts'
import { contentDisposition } from './disposition.ts'
import { contentRange, parseRange } from './range.ts'

export interface DownloadRequest {
  method: 'GET' | 'HEAD'
  headers: Pick<Headers, 'get'>
  signal: AbortSignal
}

/** Something to download whose bytes are fixed: the same ETag never stands for other bytes. */
export interface Download {
  /** What it is called; made safe for a file name here. */
  name: string
  mediaType: string
  /** To be shown in place: only for types in which nothing can run, and that its own bytes told. */
  inline?: boolean
  /** Strong, with its quotes. */
  etag: string
  /** In bytes. */
  length: number
  /** SHA-256 of the whole, base64, where it is known beforehand. */
  sha256?: string | undefined
  /** Whether a part that begins at `start` can be given; every part unless told. Otherwise the whole is sent. */
  canStartAt?: (start: number) => boolean | Promise<boolean>
  /** The verified bytes, or exactly `range` of them. Ends at once when the signal aborts. */
  read(range: ByteRange | undefined, signal: AbortSignal): AsyncIterator<Uint8Array, void>
}

const attachmentPolicy = "sandbox; default-src 'none'"
/** What a browser wraps around a lone picture or film to show it: the thing itself, and a style. */
const shownPolicy = `${attachmentPolicy}; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'`

/**
 * The HTTP answer that carries a download: 200, 206, 304, 412 or 416, in a sandbox where nothing will run and, unless
 * told otherwise, as an attachment. Its first bytes are verified before there is an answer at all. A failure further on
 * errors the body, which whoever sends it must turn into a destroyed connection.
 *
 * One byte range is understood (open and suffix ranges too), and several that make up one; others are answered with the
 * whole, as RFC 9110 allows, so no request makes us send more than that. The body's length stands in `x-body-length`
 * (framework layers strip Content-Length); the listener turns it back. `no-transform` keeps whoever is in between from
 * compressing it, which would take its length and its ETag.
 *
 * @throws what `read` throws before its first byte.
 */
export async function downloadResponse(download: Download, request: DownloadRequest): Promise<Response> {
  const { etag, length, canStartAt = () => true } = download
  const shared = { etag, 'accept-ranges': 'bytes', 'cache-control': 'private, no-store, no-transform' }
  const condition = precondition(request.headers, etag)
  if (condition === 'failed') return new Response(null, { status: 412, headers: { ...shared, 'x-body-length': '0' } })
  if (condition === 'not-modified') return new Response(null, { status: 304, headers: shared })

  const counts = request.method === 'GET' && rangeApplies(request.headers.get('if-range'), etag)
  const asked = parseRange(counts ? request.headers.get('range') : null, length)
  if (asked.kind === 'unsatisfiable') {
    const headers = { ...shared, 'content-range': contentRange(undefined, length), 'x-body-length': '0' }
    return new Response(null, { status: 416, headers })
  }
  const refused = asked.kind === 'range' && !(await canStartAt(asked.start))
  const range = asked.kind === 'range' && !refused ? { start: asked.start, end: asked.end } : undefined
  const headers = {
    ...shared,
    ...(refused && { 'accept-ranges': 'none' }),
    'content-type': download.mediaType,
    'content-disposition': contentDisposition(download.name, download.inline ? 'inline' : 'attachment'),
    'x-content-type-options': 'nosniff',
    'content-security-policy': download.inline ? shownPolicy : attachmentPolicy,
    'cross-origin-resource-policy': 'same-origin',
    'x-body-length': String(range ? range.end - range.start + 1 : length),
    ...(download.sha256 && { 'repr-digest': `sha-256=:${download.sha256}:` }),
    ...(range && { 'content-range': contentRange(range, length) }),
  }
  const body = request.method === 'HEAD' ? null : await streamOf(download, range, request.signal)
  return new Response(body, { status: range ? 206 : 200, headers })
}

/** A stream that reads on only when it is asked to, with its first bytes already verified. */
async function streamOf(
  download: Download,
  range: ByteRange | undefined,
  requestSignal: AbortSignal,
): Promise<ReadableStream> {
  const leaving = new AbortController()
  const signal = AbortSignal.any([requestSignal, leaving.signal])
  const reading = download.read(range, signal)
  let following: Promise<IteratorResult<Uint8Array, void>> | undefined = Promise.resolve(await reading.next())
  // A request that is aborted need not cancel its body; what the read holds is let go all the same.
  const leave = async () => void (await reading.return?.())
  const letGo = () => void leave().catch(() => {})
  if (signal.aborted) {
    await leave() // it went while its first bytes were on their way: nobody will cancel a body
    throw signal.reason
  }
  signal.addEventListener('abort', letGo, { once: true })
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await (following ?? reading.next())
        following = undefined
        if (!done) return controller.enqueue(value)
        signal.removeEventListener('abort', letGo)
        // Left in the middle, a read ends without an error: that is no end of the body.
        signal.throwIfAborted()
        controller.close()
      },
      async cancel() {
        signal.removeEventListener('abort', letGo)
        leaving.abort()
        await leave()
      },
    },
    { highWaterMark: 0 },
  )
}
