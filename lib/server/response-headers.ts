import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'

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
    const bodyLength = res.getHeader(bodyLengthHeader)
    if (bodyLength !== undefined) {
      res.removeHeader(bodyLengthHeader)
      announceLength(res, String(bodyLength))
    }
    return message === undefined ? writeHead(status) : writeHead(status, message)
  }) as typeof res.writeHead
}

function setAll(res: ServerResponse, headers: OutgoingHttpHeaders): void {
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) res.setHeader(name, value)
}

function announceLength(res: ServerResponse, bodyLength: string): void {
  if (!/^\d{1,16}$/.test(bodyLength)) throw new TypeError(`${bodyLengthHeader}: ${bodyLength} is not a length`)
  res.setHeader('content-length', bodyLength)
  res.strictContentLength = true
  for (const name of ['write', 'end'] as const) {
    const send = res[name].bind(res) as (...args: unknown[]) => never
    Object.assign(res, {
      [name]: (...args: unknown[]) => {
        try {
          return send(...args)
        } catch (error) {
          res.destroy(error as Error)
          throw error
        }
      },
    })
  }
}
