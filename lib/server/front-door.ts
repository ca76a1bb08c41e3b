import { randomBytes, randomUUID } from 'node:crypto'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Config } from '#lib/config/config.ts'
import type { Log } from '#lib/log.ts'
import { examine, maxBodyBytes } from './examine.ts'
import { limitBody } from './limit-body.ts'
import { refuse } from './refusal.ts'
import { settleRequestHeaders } from './request-headers.ts'
import { completeHeaders, contentSecurityPolicy, defaultHeaders } from './response-headers.ts'

export interface FrontDoorOptions {
  config: Config
  hosts: ReadonlySet<string>
  /** Answers what was let through. */
  handle: (req: IncomingMessage, res: ServerResponse) => Promise<void>
  isStopping: () => boolean
  log: Log
}

/**
 * Everything a request passes before Next sees it, and every response before it leaves: the Host allow-list, exact
 * origins, size limits, the nonce, the security headers, Content-Length. Who is asking is not decided here but by
 * every page, route and action.
 */
export function createFrontDoor({ config, hosts, handle, isStopping, log }: FrontDoorOptions): RequestListener {
  return (req, res) => {
    const started = performance.now()
    const requestId = randomUUID()
    const csp = contentSecurityPolicy(randomBytes(16).toString('base64'))
    const facts = { requestId, method: req.method, path: req.url?.split('?', 1)[0] }
    completeHeaders(res, defaultHeaders(csp))
    res.setHeader('x-request-id', requestId)
    res.once('close', () => {
      const outcome = {
        status: res.statusCode,
        complete: res.writableFinished,
        ms: Math.round(performance.now() - started),
      }
      log[res.statusCode >= 500 ? 'error' : 'info']({ ...facts, ...outcome }, 'request')
    })

    if (isStopping()) return refuse(req, res, { status: 503, message: 'The dashboard is stopping.', close: true })
    const verdict = examine(req, config, hosts)
    if (verdict.refusal) return refuse(req, res, verdict.refusal)
    if (req.url === '/healthz') return void res.setHeader('content-type', 'text/plain').end('ok\n')

    settleRequestHeaders(req.headers, {
      requestId,
      csp,
      url: req.url ?? '/',
      method: req.method ?? '',
      clientAddress: req.socket.remoteAddress ?? '',
      forwarded: verdict.forwarded,
    })
    limitBody(req, maxBodyBytes)
    if (req.headers.expect !== undefined) res.writeContinue()
    handle(req, res).catch((error: unknown) => {
      log.error({ ...facts, err: error }, 'The request failed')
      if (res.headersSent) res.destroy()
      else refuse(req, res, { status: 500, message: 'Something went wrong here.' })
    })
  }
}
