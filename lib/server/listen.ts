import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A listener's address cannot be had; the message is for the person who chose it. */
export class ListenError extends Error {
  override readonly name = 'ListenError'
  readonly retryable = true
  readonly host: string
  readonly port: number
  constructor(host: string, port: number, cause: NodeJS.ErrnoException) {
    const reason =
      {
        EADDRINUSE: `port ${port} is in use by another process; choose another one with --port or PORT`,
        EACCES: `port ${port} needs rights this user does not have; choose one above 1023 with --port or PORT`,
        EADDRNOTAVAIL: `${host} is no address of this machine; choose one with --host or THAW_HOST`,
        ENOTFOUND: `the name ${host} has no address; choose another one with --host or THAW_HOST`,
      }[cause.code ?? ''] ?? cause.message
    super(`The dashboard cannot listen on ${host}:${port}: ${reason}.`, { cause })
    this.host = host
    this.port = port
  }
}

/** @throws {ListenError} */
export async function listen(server: Server, { host, port }: { host: string; port: number }): Promise<AddressInfo> {
  try {
    server.listen({ host, port, exclusive: true })
    await once(server, 'listening')
  } catch (cause) {
    throw new ListenError(host, port, cause as NodeJS.ErrnoException)
  }
  return server.address() as AddressInfo
}
