import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { isRecyclable, recycle } from '#lib/storage/handover.ts'

/** The private header by which a route says how long its body is. Next drops `Content-Length` from every route. */
const bodyLengthHeader = 'x-body-length'

/**
 * Scripts run only with the response's own nonce. Inline `style` attributes are allowed (virtual rows are placed by
 * them), inline style sheets are not.
 */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "frame-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** What every response carries unless its route says something stricter. */
export function defaultHeaders(csp: string): Record<string, string> {
  return {
    'content-security-policy': csp,
    'x-content-type-options': 'nosniff',
    // Not `no-referrer`: with that, browsers send `Origin: null` when a form is posted, also to ourselves.
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'x-frame-options': 'DENY',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    'cache-control': 'private, no-store',
  }
}

/**
 * Completes the headers at the moment they are sent, so that no way of answering gets around it: fills in `defaults`
 * and turns the private body length into `Content-Length`. A body that then turns out longer or shorter cuts the
 * connection.
 */
export function completeHeaders(res: ServerResponse, defaults: Record<string, string>): void {
  const writeHead = res.writeHead.bind(res) as (status: number, message?: string) => ServerResponse
  res.writeHead = ((status: number, ...rest: [string?, OutgoingHttpHeaders?] | [OutgoingHttpHeaders?]) => {
    const message = typeof rest[0] === 'string' ? rest[0] : undefined
    for (const argument of rest) if (typeof argument === 'object') setAll(res, argument)
    for (const [name, value] of Object.entries(defaults)) if (!res.hasHeader(name)) res.setHeader(name, value)
    announceLength(res)
    return message === undefined ? writeHead(status) : writeHead(status, message)
  }) as typeof res.writeHead

  // Set before the first write: Node does not count what was written until then.
  res.strictContentLength = true
  recycleWritten(res)
  cutOnMismatch(res, 'write')
  cutOnMismatch(res, 'end')
}

function setAll(res: ServerResponse, headers: OutgoingHttpHeaders): void {
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) res.setHeader(name, value)
}

function announceLength(res: ServerResponse): void {
  const bodyLength = res.getHeader(bodyLengthHeader)
  if (bodyLength === undefined) return
  if (!/^\d{1,16}$/.test(String(bodyLength))) throw new TypeError(`${bodyLengthHeader}: ${bodyLength} is not a length`)
  res.removeHeader(bodyLengthHeader)
  res.setHeader('content-length', bodyLength)
}

/**
 * Gives the memory of a piece back once the system has taken all of it, or never will: a piece that is still being sent
 * must not change. Node tells of a piece that was on its way when the connection ended only when the system has let go of it.
 */
function recycleWritten(res: ServerResponse): void {
  const write = res.write.bind(res) as (...args: unknown[]) => boolean
  res.write = ((...args: unknown[]) => {
    const [piece] = args
    // Next's compression hands on an encoding that is undefined.
    if (args.slice(1).some(Boolean) || !isRecyclable(piece)) return write(...args)
    return write(piece, () => recycle(piece))
  }) as typeof res.write
}

/** Node throws when a body does not have its announced length; left at that, the client would wait for the rest. */
function cutOnMismatch(res: ServerResponse, method: 'write' | 'end'): void {
  const send = res[method].bind(res) as (...args: unknown[]) => never
  const guarded = (...args: unknown[]) => {
    try {
      return send(...args)
    } catch (error) {
      res.destroy(error as Error)
      throw error
    }
  }
  Object.assign(res, { [method]: guarded })
}
