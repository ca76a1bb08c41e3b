import type { IncomingHttpHeaders } from 'node:http'
import { mayCompress } from './may-compress.ts'

/** What the front door knows about a request and passes on to the pages by request headers. */
export interface RequestFacts {
  requestId: string
  /** Carries the nonce that Next puts on its scripts. */
  csp: string
  /** Path and query the client asked for. */
  url: string
  method: string
  clientAddress: string
  /** The public host and scheme, once the request is known to have come through it. */
  forwarded?: { host: string; proto: string }
}

/**
 * Headers that proxies and Next's own layers trust. A client has no say in any of them; some have opened doors in the
 * past (CVE-2025-29927, GHSA-ffhc-5mcf-pf4q). What the client router sends (`rsc`, `next-action`, `next-router-*`,
 * `next-url`) stays.
 */
const internal =
  /^(x-(forwarded|middleware|invoke|matched|now|vercel|nextjs|next|prerender|thaw)-.*|x-(matched-path|invocation-id|real-ip|nonce|request-id|body-length)|forwarded|next-(resume|hmr-refresh)|content-security-policy(-report-only)?)$/

/** Removes what a client may not say and adds what the pages may rely on. */
export function settleRequestHeaders(headers: IncomingHttpHeaders, facts: RequestFacts): void {
  for (const name of Object.keys(headers)) if (internal.test(name)) delete headers[name]
  // A token is for reading: no action, and no other request that changes something, ever sees it.
  if (facts.method !== 'GET' && facts.method !== 'HEAD') delete headers.authorization
  if (!mayCompress(headers)) delete headers['accept-encoding']
  headers['content-security-policy'] = facts.csp
  headers['x-request-id'] = facts.requestId
  headers['x-thaw-url'] = facts.url
  headers['x-forwarded-for'] = facts.clientAddress
  if (facts.forwarded) {
    headers['x-forwarded-host'] = facts.forwarded.host
    headers['x-forwarded-proto'] = facts.forwarded.proto
  }
}
