import { hash } from 'node:crypto'
import { describe, expect, it, vi } from 'vitest'
import { summary } from '#lib/restore/read/fixture.ts'
import { fakeSource, noise, openDownloads, planned, wholeJob } from '../fake.testing.ts'
import { createDistinctBytes } from './distinct-bytes.ts'

const chunk = (seed: number, length = 100) => noise(length, seed)
const content = (...chunks: Buffer[]) => ({
  checksum: summary(chunks),
  length: chunks.reduce((sum, { length }) => sum + length, 0),
  chunks: chunks.length,
  list: async () => chunks.map((bytes) => ({ checksum: hash('sha256', bytes, 'base64'), length: bytes.length })),
})

describe('distinct bytes', () => {
  it('count a chunk once, whichever contents have it and in whichever order they come', async () => {
    const contents = [
      content(chunk(1)),
      content(chunk(1), chunk(2), chunk(2)),
      content(chunk(2)),
      content(chunk(3), chunk(1)),
      content(),
    ]
    for (const order of [contents, contents.toReversed()]) {
      const distinct = createDistinctBytes()
      for (const { list, ...listed } of order) await distinct.add(listed, list)
      expect(distinct.counted).toEqual({ bytes: 300, atMost: false })
    }
  })

  it('list nothing for a single chunk or for a content that was there before', async () => {
    const list = vi.fn(content(chunk(1), chunk(2)).list)
    const distinct = createDistinctBytes()
    await distinct.add(content(chunk(1)), list)
    expect(list).not.toHaveBeenCalled()
    for (let round = 0; round < 3; round++) await distinct.add(content(chunk(1), chunk(2)), list)
    expect(list).toHaveBeenCalledTimes(1)
    expect(distinct.counted).toEqual({ bytes: 200, atMost: false })
  })

  it('are the most it can be where lists are too long, too many, or not to be had', async () => {
    const long = createDistinctBytes()
    const list = vi.fn()
    await long.add({ checksum: summary([chunk(1)]), length: 5, chunks: 100_001 }, list)
    expect(list).not.toHaveBeenCalled()
    expect(long.counted).toEqual({ bytes: 5, atMost: true })

    const many = createDistinctBytes()
    const asked = vi.fn(async () => [])
    for (let at = 0; at < 1_002; at++) await many.add({ checksum: summary([chunk(at)]), length: 1, chunks: 2 }, asked)
    expect(asked).toHaveBeenCalledTimes(1_000)
    expect(many.counted).toEqual({ bytes: 2, atMost: true })

    const lost = createDistinctBytes()
    await lost.add({ ...content(chunk(1), chunk(2)) }, () => Promise.reject(new Error('lost')))
    expect(lost.counted).toEqual({ bytes: 200, atMost: true })
  })

  it('are told of a plan', async () => {
    const shared = [chunk(1, 5000), chunk(2, 5000)]
    const fake = fakeSource([
      { name: 'a', chunks: shared },
      { name: 'copy of a', chunks: shared },
      { name: 'half of a', chunks: [shared[0]!] },
    ])
    await using store = await openDownloads(fake.source)
    const id = await planned(store.downloads, { jobId: 'job', format: 'zip', selection: wholeJob })
    expect((await store.downloads.findPlan(id))!.totals).toMatchObject({
      bytes: 25_000,
      distinctBytes: 10_000,
      distinctAtMost: false,
    })
  })
})
