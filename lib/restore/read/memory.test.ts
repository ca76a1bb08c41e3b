import { createHash, hash } from 'node:crypto'
import { expect, it } from 'vitest'
import { openListed } from './listed-object.ts'
import { readVerified } from './read.ts'
import { createSharedBudget } from './shared-budget.ts'

const MiB = 2 ** 20
const chunk = Buffer.alloc(4 * MiB, 7)
const checksum = hash('sha256', chunk, 'base64')

/** Reads an object that is the same chunk `count` times; the most that was asked for and not yet let go, in bytes. */
async function mostHeld(count: number): Promise<number> {
  const summary = createHash('sha256')
  for (let index = 0; index < count; index++) summary.update(checksum, 'base64')
  const listChunks = async (token = '0') => {
    const from = Number(token)
    const page = Array.from({ length: Math.min(100, count - from) }, (_, i) => from + i)
    return {
      chunks: page.map((Index) => ({ Index, Length: chunk.length, Checksum: checksum, ChunkToken: 't' })),
      nextToken: from + 100 < count ? String(from + 100) : undefined,
    }
  }
  const memory = createSharedBudget({ total: 64 * MiB, each: 24 * MiB, most: 256 * MiB })
  using budget = memory.join()
  const object = await openListed({ listChunks, checksum: summary.digest('base64'), length: count * chunk.length })
  let asked = 0
  let taken = 0
  let most = 0
  const fetchChunk = async () => {
    most = Math.max(most, ++asked - taken)
    return { bytes: chunk, checksum }
  }
  for await (const _ of readVerified(object, { fetchChunk, budget })) taken++
  expect(taken).toBe(count)
  expect(memory.held).toBe(0)
  return most * chunk.length
}

it('D26 an object of 100 GiB holds no more bytes at once than one of 1 GiB', async () => {
  const small = await mostHeld(256)
  expect(small).toBeLessThanOrEqual(24 * MiB)
  expect(await mostHeld(25_600)).toBe(small)
})
