import type { Instrumentation } from 'next'
import { runtime } from '#lib/runtime.ts'

/** Writes what no page put into words to the server's log, under the digest that the page shows. */
export const onRequestError: Instrumentation.onRequestError = (error, { path, method, headers }, context) => {
  const digest = (error as { digest?: string } | undefined)?.digest
  const facts = {
    digest,
    requestId: headers['x-request-id'],
    method,
    path: path.split('?', 1)[0],
    route: context.routePath,
    kind: context.routeType,
  }
  runtime().log.error({ ...facts, err: error }, 'A page failed')
}
