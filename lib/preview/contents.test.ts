import { expect, it } from 'vitest'
import { fakeSource, noise } from '#lib/downloads/fake.testing.ts'
import type { HashedBytes } from '#lib/restore/index.ts'
import { createContents } from './contents.ts'

it('a small chunk that came with others is kept without their memory', async () => {
  const together = noise(4 * 1024 * 1024, 1)
  const small = together.subarray(1000, 3000)
  const { source } = fakeSource([{ name: 'small', chunks: [small] }])
  const found = await source.find('job', 'small')
  const { plan, fetchChunk } = await createContents(source).open('job', found!)
  const { bytes } = (await fetchChunk(plan.chunks[0]!, new AbortController().signal)) as HashedBytes
  expect(small.equals(bytes)).toBe(true)
  expect(bytes.buffer.byteLength).toBe(2000)
})
