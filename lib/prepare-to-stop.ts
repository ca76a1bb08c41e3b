import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { Server as NetServer, type Socket } from 'node:net'

/**
 * Keeps count of what runs on each connection, so that the server can be stopped without cutting an answer short.
 * (`http.Server.close` also destroys connections whose response has ended but is not sent yet.) Call it before the
 * server listens.
 *
 * @returns the way to stop: no new connections, running responses finish, and what is left after `patienceMs` is
 * destroyed, so that a cut download never looks whole.
 */
export function prepareToStop(server: Server): (patienceMs?: number) => Promise<void> {
  const running = new Map<Socket, number>()
  let stopping = false

  server.on('connection', (socket) => {
    running.set(socket, 0)
    socket.once('close', () => running.delete(socket))
  })
  const onRequest = ({ socket }: IncomingMessage, res: ServerResponse) => {
    running.set(socket, (running.get(socket) ?? 0) + 1)
    res.once('close', () => {
      const left = (running.get(socket) ?? 1) - 1
      if (running.has(socket)) running.set(socket, left)
      if (stopping && left === 0) socket.destroySoon()
    })
  }
  for (const event of ['request', 'checkContinue', 'checkExpectation']) server.on(event, onRequest)

  return async (patienceMs = 15_000) => {
    stopping = true
    const closed = new Promise<void>((resolve) => NetServer.prototype.close.call(server, () => resolve()))
    for (const [socket, count] of running) if (count === 0) socket.destroy()
    const cut = setTimeout(() => server.closeAllConnections(), patienceMs)
    await closed
    clearTimeout(cut)
  }
}
