import { describe, expect, it } from 'vitest'
import { type FakeObject, fakeSource, noise, openDownloads, planned, wholeJob } from '../fake.testing.ts'

const objects: FakeObject[] = [
  { name: 'a', chunks: [noise(1_000, 1), noise(1_000, 2)] },
  { name: 'b', chunks: [noise(500, 3)] },
]

async function open() {
  const fake = fakeSource(objects)
  const store = await openDownloads(fake.source)
  const request = (headers = {}) => ({
    method: 'GET' as const,
    headers: new Headers(headers),
    signal: new AbortController().signal,
  })
  return {
    store,
    fake,
    object: async (name: string, headers = {}) =>
      (await store.downloads.object({ jobId: 'job', name }, request(headers), 'session')).bytes(),
    archive: async (planId: string) =>
      (await store.downloads.archive({ jobId: 'job', planId, format: 'tar' }, request(), 'session')).bytes(),
    coverage: () => store.ledger.verification.coverage('http://fake', ['job']),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  }
}

describe('what was downloaded counts as verified', () => {
  it('an object that was read whole', async () => {
    await using downloads = await open()
    await downloads.object('a')
    expect(await downloads.coverage()).toMatchObject([{ objects: 1, bytes: 2_000 }])
  })

  it('not a part of it', async () => {
    await using downloads = await open()
    await downloads.object('a', { range: 'bytes=1-' })
    expect(await downloads.coverage()).toEqual([])
  })

  it('not one that broke', async () => {
    await using downloads = await open()
    downloads.fake.state.faults.set('a#1', () => noise(1_000, 9))
    await expect(downloads.object('a')).rejects.toThrow()
    expect(await downloads.coverage()).toEqual([])
  })

  it('every object of an archive', async () => {
    await using downloads = await open()
    const plan = await planned(downloads.store.downloads, { jobId: 'job', format: 'tar', selection: wholeJob })
    await downloads.archive(plan)
    expect(await downloads.coverage()).toMatchObject([{ objects: 2, bytes: 2_500 }])
  })

  it('the objects before the one at which an archive broke', async () => {
    await using downloads = await open()
    downloads.fake.state.faults.set('b#0', () => noise(500, 9))
    const plan = await planned(downloads.store.downloads, { jobId: 'job', format: 'tar', selection: wholeJob })
    await expect(downloads.archive(plan)).rejects.toThrow()
    expect(await downloads.coverage()).toMatchObject([{ objects: 1, bytes: 2_000 }])
  })
})
