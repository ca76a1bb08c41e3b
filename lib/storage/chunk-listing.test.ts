import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { BackupStorageClient } from '@aws-sdk/client-backupstorage'
import { expect, it } from 'vitest'
import { openTestStore } from '#lib/verification/store.testing.ts'
import { type ChunksPlace, matchingChunks, type PlacedChunk } from './chunk-listing.ts'
import { findObject } from './stored-object.ts'

const { signal } = new AbortController()

it('finds what passes behind any number of pages, each with its place', async () => {
  await using store = await openTestStore()
  const job = await store.startJob('chunks')
  // 250 chunks of 2 to 4 bytes; 'x7' is stored by another object as well.
  const contents = Array.from({ length: 250 }, (_, i) => Buffer.from(`x${i}`))
  await store.put(job, 'disk', { chunks: contents })
  await store.put(job, 'copy', { chunks: [contents[7]!] })
  const object = await findObject(store.client, { jobId: job, name: 'disk' })
  const all = async (passes: (chunk: PlacedChunk) => boolean) => {
    const found: PlacedChunk[][] = []
    let place: ChunksPlace | undefined = { objectToken: object!.ObjectToken!, index: 0, offset: 0 }
    while (place) {
      const page: Awaited<ReturnType<typeof matchingChunks>> = await matchingChunks(
        store.client,
        job,
        place,
        passes,
        signal,
      )
      expect(page.rows.length).toBeLessThan(200)
      found.push(page.rows)
      place = page.cursor
    }
    return found.flat()
  }

  const whole = await all(() => true)
  expect(whole.map(({ index }) => index)).toEqual(contents.map((_, i) => i))
  for (const { index, offset, length } of whole) {
    expect(length).toBe(contents[index]!.length)
    expect(offset).toBe(contents.slice(0, index).reduce((sum, each) => sum + each.length, 0))
  }
  expect((await all(({ isShared }) => isShared === true)).map(({ index }) => index)).toEqual([7])
  expect((await all(({ index }) => index > 248)).map(({ index, offset }) => [index, offset])).toEqual([[249, 886]])
  expect(await all(() => false)).toEqual([])
})

it('gives up on a list that never ends', async () => {
  const server = createServer((_, response) => response.end('{"ChunkList":[],"NextToken":"again"}')).listen(0)
  const { port } = server.address() as AddressInfo
  const client = new BackupStorageClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-test-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  })
  const place = { objectToken: 'token', index: 0, offset: 0 }
  await expect(matchingChunks(client, 'job', place, () => true, signal)).rejects.toThrow('never ends')
  server.closeAllConnections()
  server.close()
})
