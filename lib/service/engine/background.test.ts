/** R11: what runs in the background keeps nobody waiting. It stands still here, so whoever waited for it would wait forever. */
import { expect, it } from 'vitest'
import { openEngine, RESOURCE, sha256, type TestEngine } from './testing.ts'

/** A committed job with one object. */
async function backedUp(test: TestEngine, content: string): Promise<string> {
  const job = await test.start({ ResourceArn: `${RESOURCE}/${content}` })
  await test.put(job, 'object', content)
  await test.call('commitBackupJob', { BackupJobId: job })
  return job
}

/** What people and clients do meanwhile: they back up, list and read. */
async function useIt(test: TestEngine, there: string, content: string): Promise<void> {
  const [object] = await test.list(there)
  expect(await test.read(there, object!.ObjectToken!)).toBe('there')
  expect(await test.list(await backedUp(test, content))).toHaveLength(1)
  expect(await test.call('listBackupJobs', {})).toBeDefined()
  expect(await test.call('describeStore', {})).toBeDefined()
}

it('R11 a garbage collection takes little at a time, and others have their turn while it is at it', async () => {
  await using test = await openEngine()
  const there = await backedUp(test, 'there')
  const gone = await test.start()
  for (let i = 0; i < 1_200; i++) await test.put(gone, 'rewritten', `gone ${i}`)
  const { remove } = test.chunks
  const slices: number[] = []
  test.chunks.remove = async (candidates, forget) => {
    slices.push(candidates.length)
    await useIt(test, there, `before slice ${slices.length}`)
    return remove(candidates, async (chunks) => {
      const forgotten = await forget(chunks)
      await useIt(test, there, `in slice ${slices.length}`)
      return forgotten
    })
  }
  expect(await test.call('collectGarbage', { GraceSeconds: 0 })).toMatchObject({ ChunkCount: 1_199 })
  expect(Math.max(...slices)).toBeLessThanOrEqual(1_000)
})

it('R11 a verification and an archive that wait for the disk keep nobody waiting', async () => {
  await using test = await openEngine()
  const there = await backedUp(test, 'there')
  const slow = await backedUp(test, 'slow')
  const { get } = test.chunks
  const disk = Promise.withResolvers<void>()
  test.chunks.get = async (chunk, signal) => {
    if (chunk.checksum === sha256('slow')) await disk.promise
    return get(chunk, signal)
  }
  const [object] = await test.list(slow)
  const reads = Array.from({ length: 64 }, () => test.read(slow, object!.ObjectToken!))
  await useIt(test, there, 'meanwhile')
  disk.resolve()
  expect(new Set(await Promise.all(reads))).toEqual(new Set(['slow']))
})
