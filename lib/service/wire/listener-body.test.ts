import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { BodyReader } from './listener-body.ts'

let close: () => void = () => {}
afterEach(() => close())

/** A real request of which only the head and `sent` have arrived. */
async function receive(contentLength: number, sent: string): Promise<IncomingMessage> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.on('error', () => {})
  socket.write(`PUT / HTTP/1.1\r\nhost: h\r\ncontent-length: ${contentLength}\r\n\r\n${sent}`)
  const [request] = (await once(server, 'request')) as [IncomingMessage, ServerResponse]
  close = () => {
    socket.destroy()
    server.close()
  }
  return request
}

async function text(body: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = []
  for await (const part of body) parts.push(part)
  return Buffer.concat(parts).toString()
}

describe('a body on a socket', () => {
  it('is read to its end', async () => {
    const reader = new BodyReader(await receive(5, 'hello'), 60_000)
    expect(await text(reader)).toBe('hello')
    expect(await reader.discard(0)).toBe(true)
  })

  it('W22 breaks when no byte comes for too long', async () => {
    const request = await receive(6, 'hello')
    await expect(text(new BodyReader(request, 1))).rejects.toThrow('The client stopped sending')
    expect(request.destroyed).toBe(true)
  })

  it('can be left in the middle, and the rest thrown away', async () => {
    const reader = new BodyReader(await receive(5, 'hello'), 60_000)
    for await (const _ of reader) break
    expect(await reader.discard(100)).toBe(true)
  })

  it('is not thrown away beyond the limit, nor before it was asked for', async () => {
    expect(await new BodyReader(await receive(5, 'hello'), 60_000).discard(4)).toBe(false)
    close()
    const asked: string[] = []
    const reader = new BodyReader(await receive(5, ''), 60_000, () => asked.push('continue'))
    expect(await reader.discard(100)).toBe(false)
    expect(asked).toEqual([])
  })

  it('is thrown away behind an answer for a while and up to a limit, and only where it was asked for', async () => {
    const request = await receive(6, 'hello')
    const closed = once(request, 'close').catch(() => {})
    expect(new BodyReader(request, 60_000).linger(5, 60_000)).toBe(false) // more is announced
    expect(new BodyReader(request, 60_000, () => {}).linger(6, 60_000)).toBe(false)
    expect(new BodyReader(request, 60_000).linger(6, 1)).toBe(true)
    await closed
    expect(request.destroyed).toBe(true)
  })
})
