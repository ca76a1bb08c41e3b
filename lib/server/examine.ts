import type { IncomingMessage } from 'node:http'
import type { Config } from '#lib/config/config.ts'
import { trustedOrigin } from '#lib/session/origin.ts'
import type { Refusal } from './refusal.ts'

/** Pages and actions carry forms, never content; Next itself refuses action arguments over 1 MB. */
export const maxBodyBytes = 1024 * 1024
const maxUrlLength = 12 * 1024

type Verdict = { refusal: Refusal } | { refusal?: undefined; forwarded?: { host: string; proto: string } }

/** Decides by the head of a request alone whether it goes on to the pages. */
export function examine(req: IncomingMessage, config: Config, hosts: ReadonlySet<string>): Verdict {
  const host = req.headers.host ?? ''
  if (req.headersDistinct.host?.length !== 1 || !hosts.has(host))
    return refused(421, 'This address is not one the dashboard answers to. Open it by the link `thaw serve` printed.')
  const refusal = examineTarget(req) ?? examineBody(req)
  if (refusal) return { refusal }

  const publicUrl = config.dashboard.publicUrl
  if (req.method !== 'POST') return publicUrl && host === new URL(publicUrl).host ? forwarded(publicUrl) : {}
  const origin = trustedOrigin(config, host, req.headers.origin)
  return origin
    ? forwarded(origin)
    : refused(403, 'Requests that change something must come from the dashboard itself.')
}

function examineTarget({ url = '', method = '', headers }: IncomingMessage): Refusal | undefined {
  if (!['GET', 'HEAD', 'POST'].includes(method))
    return { status: 405, message: 'Only GET, HEAD and POST.', headers: { allow: 'GET, HEAD, POST' }, close: true }
  if (headers.upgrade !== undefined) return { status: 400, message: 'No other protocol is spoken here.', close: true }
  if (!url.startsWith('/') || url.startsWith('//') || url.includes('\\'))
    return { status: 400, message: 'The request target must be a path.', close: true }
  if (url.length > maxUrlLength) return { status: 414, message: 'The address is too long.' }
  const path = decodePath(url)
  if (path === undefined) return { status: 400, message: 'The address is not valid percent-encoded UTF-8.' }
  // The image optimiser has a history of holes and nothing here needs it.
  if (/^\/_next\/image\/?$/.test(path)) return { status: 404, message: 'Not found.' }
  return undefined
}

function examineBody({ method, headers }: IncomingMessage): Refusal | undefined {
  const length = Number(headers['content-length'] ?? 0)
  if (length > maxBodyBytes) return { status: 413, message: 'The body is over 1 MiB.', close: true }
  if ((length > 0 || headers['transfer-encoding'] !== undefined) && method !== 'POST')
    return { status: 400, message: `${method} has no body.`, close: true }
  if (headers['content-encoding'] !== undefined)
    return { status: 415, message: 'Encoded bodies are not taken.', close: true }
  return undefined
}

/** Undefined where bytes are no UTF-8, in the query too: read as U+FFFD they would name something else. */
function decodePath(url: string): string | undefined {
  const [path = '', ...query] = url.split('?')
  try {
    decodeURIComponent(query.join('?').replace(/%(?![0-9a-f]{2})/gi, '%25')) // people type a lone percent sign
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}

function refused(status: number, message: string): Verdict {
  return { refusal: { status, message, close: true } }
}

function forwarded(origin: string): Verdict {
  const { host, protocol } = new URL(origin)
  return { forwarded: { host, proto: protocol.slice(0, -1) } }
}
