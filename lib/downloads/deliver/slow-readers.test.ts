import { hash } from 'node:crypto'
import { once } from 'node:events'
import { type ClientRequest, get, type IncomingMessage } from 'node:http'
import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createSharedBudget } from '#lib/restore/index.ts'
import { summary } from '#lib/restore/read/fixture.ts'
import type { ObjectSource } from '#lib/storage/source.ts'
import { noise, openDownloads, serveDownloads } from '../fake.testing.ts'

const MiB = 2 ** 20
const chunk = noise(MiB, 1)
const checksum = hash('sha256', chunk, 'base64')

/** However busy the machine is. */
const soon = <T>(of: () => T) => expect.poll(of, { timeout: 60_000 })

/** One object: the same chunk of 1 MiB again and again, more of them than sockets swallow. */
function repeated(count: number, onFetch: () => void): ObjectSource {
  const chunks = Array.from({ length: count }, () => chunk)
  const found = { name: 'large', checksum: summary(chunks), token: 'large', chunks: count, length: count * MiB }
  return {
    endpoint: 'http://fake',
    jobState: async () => 'COMPLETED',
    find: async () => found,
    async *list() {
      yield found
    },
    read: () => ({
      listChunks: async () => ({
        chunks: chunks.map((_, Index) => ({ Index, Length: MiB, Checksum: checksum, ChunkToken: 't' })),
      }),
      async fetchChunk() {
        onFetch()
        await setImmediate()
        return { bytes: chunk, checksum }
      },
    }),
    thawBlob: async () => undefined,
    checkBlob: async () => {},
  }
}

it('D11 200 readers that take nothing hold no more than the memory there is for all; who comes when they left is served', async () => {
  const memory = createSharedBudget({ total: 4 * MiB, each: 2 * MiB, most: 8 * MiB })
  let most = 0
  const source = repeated(64, () => {
    most = Math.max(most, memory.held)
  })
  await using store = await openDownloads(source, { memory })
  await using server = await serveDownloads(store.downloads)
  const url = `${server.origin}/object?name=large`

  const answers: number[] = []
  const requests: ClientRequest[] = []
  for (let reader = 0; reader < 200; reader++) {
    const request = get(url, { agent: false }, ({ statusCode }) => answers.push(statusCode!)) // its body is left unread
    request.on('error', () => {})
    requests.push(request)
  }
  // As many as may run do. How many of them have begun depends on how much their sockets swallowed.
  await soon(() => answers.filter((status) => status === 429).length).toBe(200 - 64)
  await soon(() => memory.held).toBe(8 * MiB)
  expect(most).toBeLessThanOrEqual(8 * MiB)
  expect(answers.filter((status) => status === 200).length).toBeLessThanOrEqual(64)

  for (const request of requests) request.destroy()
  await soon(() => memory.held).toBe(0)
  const [response] = (await once(get(url, { agent: false }), 'response')) as [IncomingMessage]
  let received = 0
  for await (const piece of response) received += piece.length
  expect(received).toBe(64 * MiB)
  expect(most).toBeLessThanOrEqual(8 * MiB)
}, 120_000)
