import { describe, expect, it } from 'vitest'
import type { IndexStore } from '../../index-store.ts'
import { accepted, chunkOf, orphanSet, refusal, sha256, summaryOf, Timeline } from '../testing.ts'
import type { OpenIndex } from './index.ts'

/** Uploads `old` with three chunks, used until 100, and `fresh` with one of them, used at 200. */
async function started(index: IndexStore): Promise<Timeline> {
  const timeline = new Timeline(index)
  await timeline.start('one')
  for (const uploadId of ['old', 'fresh', 'done'])
    accepted(await index.startUpload({ jobId: 'one', uploadId, name: uploadId, throwOnDuplicate: false, now: 1 }))
  for (const [i, content] of ['a', 'b', 'c'].entries())
    accepted(await index.addChunk({ jobId: 'one', uploadId: 'old', index: i, now: 100, ...chunkOf(content) }))
  accepted(await index.addChunk({ jobId: 'one', uploadId: 'fresh', index: 0, now: 200, ...chunkOf('a') }))
  accepted(await index.addChunk({ jobId: 'one', uploadId: 'done', index: 0, now: 1, ...chunkOf('d') }))
  const checksum = summaryOf([sha256('d')])
  accepted(await index.completeUpload({ jobId: 'one', uploadId: 'done', checksum, now: 1 }))
  return timeline
}

const expiry = { except: [], limit: 100, now: 1000 }

export function describeUploadExpiry(open: OpenIndex): void {
  describe('uploads nobody goes on with', () => {
    it('are unknown from then on, and their chunks nothing else has are free', async () => {
      await using index = await open()
      await started(index)
      expect(await index.expireUploads({ ...expiry, unusedSince: 101 })).toEqual({ ok: true, expired: 1, left: false })
      const old = { jobId: 'one', uploadId: 'old' }
      expect(await index.upload(old)).toBeUndefined()
      expect(await index.uploadChunks({ ...old, from: 0, limit: 10 })).toEqual([])
      expect(refusal(await index.addChunk({ ...old, index: 3, now: 1001, ...chunkOf('d') }))).toEqual({
        reason: 'upload-unknown',
      })
      const checksum = summaryOf(['a', 'b', 'c'].map(sha256))
      expect(refusal(await index.completeUpload({ ...old, checksum, now: 1001 }))).toEqual({ reason: 'upload-unknown' })
      expect(await orphanSet(index)).toEqual(new Set([sha256('b'), sha256('c')]))
      expect(await index.openUploads({ jobId: 'one' })).toEqual({ count: 1, name: 'fresh' })
    })

    it('are those that were given nothing since, and that nobody is giving anything to', async () => {
      await using index = await open()
      await started(index)
      expect(await index.expireUploads({ ...expiry, unusedSince: 100 })).toMatchObject({ expired: 0 })
      expect(await index.expireUploads({ ...expiry, unusedSince: 1000, except: ['old'] })).toMatchObject({ expired: 1 })
      expect(await index.openUploads({ jobId: 'one' })).toEqual({ count: 1, name: 'old' })
    })

    it('are unknown at once, and let their chunks go slice by slice', async () => {
      await using index = await open()
      const timeline = await started(index)
      const slice = { ...expiry, unusedSince: 1000, limit: 1 }
      expect(await index.expireUploads(slice)).toEqual({ ok: true, expired: 2, left: true })
      expect(await index.openUploads({ jobId: 'one' })).toEqual({ count: 0, name: undefined })
      expect((await orphanSet(index)).size).toBeLessThan(3)
      for (let left = true; left; ) left = (await index.expireUploads(slice)).left
      expect(await orphanSet(index)).toEqual(new Set(['a', 'b', 'c'].map(sha256)))
      await timeline.commit('one')
    })

    it('leave a job as it was: its objects, and its lease', async () => {
      await using index = await open()
      await started(index)
      const before = await index.job('one')
      await index.expireUploads({ ...expiry, unusedSince: 1000 })
      expect(await index.job('one')).toEqual(before)
    })

    it('in the middle of being let go are gone with their job', async () => {
      await using index = await open()
      const timeline = await started(index)
      await index.expireUploads({ ...expiry, unusedSince: 1000, limit: 1 })
      await timeline.abort('one')
      expect(await orphanSet(index)).toEqual(new Set(['a', 'b', 'c', 'd'].map(sha256)))
    })
  })
}
