import { expect, it, vi } from 'vitest'
import { fakeSource, openDownloads, planned, wholeJob } from '../fake.testing.ts'

const one = fakeSource([{ name: 'a', chunks: [Buffer.from('a')] }])
const asked = { jobId: 'job', format: 'tar' as const, selection: wholeJob }
const full = () => {
  throw new Error('database or disk is full')
}

it('plans that cannot be begun take no room from those that can later', async () => {
  await using store = await openDownloads(one.source)
  const create = vi.spyOn(store.ledger.archivePlans, 'create').mockImplementation(full)
  for (let time = 0; time < 10; time++) await expect(store.downloads.plan(asked)).rejects.toThrow('disk is full')
  create.mockRestore()
  expect(await planned(store.downloads, asked)).toBeDefined()
})

it('a plan is ready though older ones cannot be forgotten', async () => {
  await using store = await openDownloads(one.source)
  store.ledger.archivePlans.sweep = full
  expect(await planned(store.downloads, asked)).toBeDefined()
  expect(store.logged).toEqual([{ err: expect.objectContaining({ message: 'database or disk is full' }) }])
})
