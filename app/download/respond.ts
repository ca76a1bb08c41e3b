import 'server-only'
import { authorizeRequest } from '#app/session.ts'
import { answered } from '#lib/downloads/deliver/answered.ts'
import type { Receipt } from '#lib/ledger/receipts.ts'
import type { DownloadRequest } from '#lib/restore/index.ts'
import { runtime } from '#lib/runtime.ts'

/** What a route of downloads is asked, once it is known who asks. */
export interface Ask<Params> extends DownloadRequest {
  params: Params
  query: URLSearchParams
  actor: Receipt['actor']
}

/**
 * GET and HEAD of something to download. HEAD is its own: Next would otherwise run GET and throw its body away.
 *
 * @param deliver answers, or throws what `problemResponse` puts into words.
 */
export function downloadRoute<Params>(deliver: (ask: Ask<Params>) => Promise<Response>) {
  const handler =
    (method: 'GET' | 'HEAD') =>
    (request: Request, context: { params: Promise<Params> }): Promise<Response> =>
      respond(request, async () =>
        deliver({
          method,
          headers: request.headers,
          signal: request.signal,
          params: await context.params,
          query: new URL(request.url).searchParams,
          actor: request.headers.has('authorization') ? 'token' : 'session',
        }),
      )
  return { GET: handler('GET'), HEAD: handler('HEAD') }
}

/** Who may not ask is refused; what goes wrong is told in words, and written to the log where it is our own doing. */
export async function respond(request: Request, work: () => Promise<Response>): Promise<Response> {
  return (await authorizeRequest(request)) ?? answered(request, runtime().log, work)
}
