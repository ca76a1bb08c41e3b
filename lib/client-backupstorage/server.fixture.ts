import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ConfiguredRetryStrategy } from '@smithy/core/retry'
import type { BackupStorageClientConfig } from './config.ts'
import { BackupStorage } from './index.ts'

/** A request exactly as it came: nothing decoded, nothing normalised. */
export interface Seen {
  method: string
  url: string
  headers: IncomingHttpHeaders
  body: string
  /** False where the client went away before the end of the body. */
  complete: boolean
}

export type Answer = { status?: number; headers?: Record<string, string>; body?: string | Uint8Array }

/**
 * A real HTTP server that answers its nth request with the nth answer (the last one over and over), and a client that
 * talks to it and waits for nothing between attempts.
 */
export async function openServer(...answers: (Answer | ((response: ServerResponse) => void))[]) {
  const seen: Seen[] = []
  const closed = new EventTarget()
  const server = createServer(async (request, response) => {
    const body: Buffer[] = []
    const entry: Seen = {
      method: request.method!,
      url: request.url!,
      headers: request.headers,
      body: '',
      complete: false,
    }
    const answer = answers[Math.min(seen.push(entry), answers.length) - 1] ?? {}
    try {
      for await (const piece of request) body.push(piece)
    } catch {
      closed.dispatchEvent(new Event('cut'))
      return
    }
    entry.body = Buffer.concat(body).toString()
    entry.complete = request.complete
    if (typeof answer === 'function') answer(response)
    else response.writeHead(answer.status ?? 200, answer.headers).end(answer.body ?? '{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const client = (config: BackupStorageClientConfig = {}) =>
    new BackupStorage({
      endpoint,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'AKID', secretAccessKey: 'SECRET' },
      retryStrategy: new ConfiguredRetryStrategy(3, () => 0),
      ...config,
    })
  return {
    seen,
    endpoint,
    client,
    /** Settles when a client has gone away in the middle of a body. */
    cut: new Promise<void>((resolve) => closed.addEventListener('cut', () => resolve(), { once: true })),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
