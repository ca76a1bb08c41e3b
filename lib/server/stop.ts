import type { Server } from 'node:http'

/** Stops accepting, waits for the running responses, then destroys what is left: a cut download never looks whole. */
export async function stopGracefully(server: Server, patienceMs = 15_000): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  // Connections that were busy when the listener closed would be kept alive once they are idle.
  const closeIdle = setInterval(() => server.closeIdleConnections(), 50)
  const cut = setTimeout(() => server.closeAllConnections(), patienceMs)
  await closed
  clearInterval(closeIdle)
  clearTimeout(cut)
}
