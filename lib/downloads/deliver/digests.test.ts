import { hash } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import { describe, expect, it, vi } from 'vitest'
import { noise } from '../fake.testing.ts'
import { createDigests } from './digests.ts'

const MiB = 1024 * 1024

describe('SHA-256s of streams', () => {
  it('are right for streams that run beside each other, whatever the size of their pieces', async () => {
    await using digests = createDigests()
    const sizes = [[], [0, 1], [3 * MiB + 5, 17, MiB], [MiB, MiB], Array.from({ length: 300 }, () => 1000)]
    const streams = sizes.map((list, seed) => list.map((size, index) => noise(size, seed * 1000 + index)))
    const found = await Promise.all(
      streams.map(async (pieces) => {
        using digest = digests.start()
        for (const piece of pieces) {
          await digest.update(piece)
          piece.fill(0) // whoever took the bytes may do with them what they like
        }
        return digest.end()
      }),
    )
    const expected = sizes.map((list, seed) =>
      hash('sha256', Buffer.concat(list.map((size, index) => noise(size, seed * 1000 + index))), 'base64'),
    )
    expect(found).toEqual(expected)
  })

  it('one that is given up keeps nobody waiting', async () => {
    await using digests = createDigests()
    for (let round = 0; round < 40; round++) {
      using given = digests.start()
      await given.update(noise(MiB, round))
    }
    using digest = digests.start()
    await digest.update(Buffer.from('abc'))
    expect(await digest.end()).toBe(hash('sha256', 'abc', 'base64'))
  })

  it('are unknown where the thread is gone, and nothing waits for it', async () => {
    const posted = vi.spyOn(Worker.prototype, 'postMessage')
    await using digests = createDigests()
    using digest = digests.start()
    await digest.update(Buffer.from('abc'))
    const thread = posted.mock.contexts[0] as Worker
    posted.mockRestore()
    const ended = digest.end()
    await thread.terminate()
    await digest.update(noise(20 * MiB, 1))
    expect(['undefined', 'string']).toContain(typeof (await ended))
    expect(await digest.end()).toBeUndefined()
  })
})
