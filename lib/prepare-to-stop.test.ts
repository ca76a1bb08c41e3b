import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer, text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { prepareToStop } from './prepare-to-stop.ts'

async function serve(listener: RequestListener) {
  const server = createServer(listener)
  const stop = prepareToStop(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const asked = request({ host: '127.0.0.1', port: (server.address() as AddressInfo).port }).end()
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  return { response, stop }
}

describe('stopping a server', () => {
  it('cuts a download that does not finish in time, so that it never looks whole', async () => {
    const { response, stop } = await serve((_, res) => void res.write('the beginning'))
    const received = expect(text(response)).rejects.toThrow(/aborted/)
    await stop(1)
    await received
  })

  it('sends the rest to a reader that is slower than the download', async () => {
    const body = Buffer.alloc(32 * 2 ** 20, 'x')
    const { response, stop } = await serve((_, res) => void res.end(body))
    const stopped = stop()
    const received = await buffer(response)
    expect(received.equals(body)).toBe(true)
    await stopped
  })
})
