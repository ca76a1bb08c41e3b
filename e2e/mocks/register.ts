/*
 * Loaded beside the production server (`node --import ./e2e/mocks/register.ts ...`): requests of its SDK clients to the
 * two mocked endpoints are answered here, any other is refused. With `THAW_MOCKS_SOCKET` a test can look at the calls
 * and open gates over that socket.
 */
import { rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { isMainThread } from 'node:worker_threads'
import { passthrough } from 'msw'
import { http } from 'msw/http'
import { setupServer } from 'msw/node'
import { callsFor, open, shut } from './control.ts'
import { handlers } from './handlers.ts'

if (isMainThread) {
  // After an action that redirects, Next asks its own listener for the next page.
  const itself = http.all(/^http:\/\/127\.0\.0\.1:/, () => passthrough())
  setupServer(...handlers, itself).listen({ onUnhandledFrame: 'error' })
  const socket = process.env.THAW_MOCKS_SOCKET
  if (socket) serveControl(socket)
}

/** `GET /calls?subject=`, `POST /open?subject=`, `POST /shut?subject=`; the listener keeps no process alive. */
function serveControl(socket: string): void {
  rmSync(socket, { force: true })
  createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://control')
    const subject = searchParams.get('subject') ?? ''
    if (pathname === '/open') open(subject)
    else if (pathname === '/shut') shut(subject)
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(callsFor(subject)))
  })
    .listen(socket)
    .unref()
}
