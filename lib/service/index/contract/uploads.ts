import { describe, expect, it } from 'vitest'
import type { IndexedChunk, IndexStore } from '../../index-store.ts'
import { accepted, chunkOf, listAll, refusal, sha256, summaryOf, Timeline } from '../testing.ts'
import type { OpenIndex } from './index.ts'

const at = { jobId: 'one', uploadId: 'u', now: 5 }

async function started(index: IndexStore, throwOnDuplicate = false): Promise<Timeline> {
  const timeline = new Timeline(index)
  await timeline.start('one')
  accepted(await index.startUpload({ ...at, name: 'x', throwOnDuplicate }))
  return timeline
}

async function add(index: IndexStore, contents: readonly string[], from = 0): Promise<void> {
  for (const [i, content] of contents.entries())
    accepted(await index.addChunk({ ...at, index: from + i, ...chunkOf(content) }))
}

const summary = (...contents: string[]) => summaryOf(contents.map((content) => sha256(content)))

export function describeUploads(open: OpenIndex): void {
  describe('uploads', () => {
    it('become an object at completion, never before', async () => {
      await using index = await open()
      await started(index)
      await add(index, ['a', 'b', 'a'])
      expect(await listAll(index, { jobId: 'one' })).toEqual([])
      const blob = chunkOf('blob')
      accepted(await index.completeUpload({ ...at, checksum: summary('a', 'b', 'a'), metadata: 'm', blob }))
      const [object] = await listAll(index, { jobId: 'one' })
      expect(object).toEqual({
        id: expect.any(Number),
        name: 'x',
        checksum: summary('a', 'b', 'a'),
        length: 300,
        chunkCount: 3,
        createdAt: 5,
        metadata: 'm',
        blob: blob.chunk,
      })
      expect(await index.object({ jobId: 'one', objectId: object!.id })).toEqual(object)
      expect(await index.job('one')).toMatchObject({ objects: 1, bytes: 300, newBytes: 300 })
    })

    it('tell which chunks they have', async () => {
      await using index = await open()
      await started(index)
      await add(index, ['a'])
      await add(index, ['c'], 2)
      const query = { jobId: 'one', uploadId: 'u', limit: 10 }
      expect(await index.uploadChunks({ ...query, from: 0 })).toEqual([
        { index: 0, chunk: chunkOf('a').chunk },
        { index: 2, chunk: chunkOf('c').chunk },
      ])
      expect(await index.uploadChunks({ ...query, from: 1, limit: 1 })).toMatchObject([{ index: 2 }])
      expect(await index.upload({ jobId: 'one', uploadId: 'u' })).toEqual({ name: 'x', throwOnDuplicate: false })
    })

    it('take the same chunk again and refuse another one at its index', async () => {
      await using index = await open()
      await started(index)
      await add(index, ['a'])
      await add(index, ['a'])
      expect(refusal(await index.addChunk({ ...at, index: 0, ...chunkOf('b') }))).toEqual({
        reason: 'chunk-exists',
        checksum: sha256('a'),
      })
      accepted(await index.completeUpload({ ...at, checksum: summary('a') }))
      expect(await index.job('one')).toMatchObject({ bytes: 100 })
    })

    it('are not completed with a gap or another SUMMARY, and stay open', async () => {
      await using index = await open()
      await started(index)
      await add(index, ['a'])
      await add(index, ['c'], 2)
      expect(refusal(await index.completeUpload({ ...at, checksum: summary('a', 'c') }))).toEqual({
        reason: 'chunk-gap',
        index: 1,
      })
      await add(index, ['b'], 1)
      expect(refusal(await index.completeUpload({ ...at, checksum: summary('a', 'c', 'b') }))).toEqual({
        reason: 'checksum-differs',
        actual: summary('a', 'b', 'c'),
      })
      accepted(await index.completeUpload({ ...at, checksum: summary('a', 'b', 'c') }))
    })

    it('a gap at the start is named too', async () => {
      await using index = await open()
      await started(index)
      await add(index, ['b'], 1)
      expect(refusal(await index.completeUpload({ ...at, checksum: summary('b') }))).toMatchObject({ index: 0 })
    })

    it('without a chunk become an empty object', async () => {
      await using index = await open()
      await started(index)
      accepted(await index.completeUpload({ ...at, checksum: sha256('') }))
      const [object] = await listAll(index, { jobId: 'one' })
      expect(object).toMatchObject({ length: 0, chunkCount: 0 })
      expect(await index.chunks({ jobId: 'one', objectId: object!.id, from: 0, limit: 9 })).toEqual([])
    })

    it('are completed again with the same arguments, refuse others, and take no more chunks', async () => {
      await using index = await open()
      await started(index)
      await add(index, ['a'])
      const complete = { ...at, checksum: summary('a'), metadata: 'm' }
      accepted(await index.completeUpload(complete))
      accepted(await index.completeUpload(complete))
      expect(await index.job('one')).toMatchObject({ objects: 1 })
      const completed = { reason: 'upload-completed', checksum: summary('a') }
      expect(refusal(await index.completeUpload({ ...complete, metadata: 'n' }))).toEqual(completed)
      expect(refusal(await index.completeUpload({ ...complete, blob: chunkOf('b') }))).toEqual(completed)
      expect(refusal(await index.addChunk({ ...at, index: 1, ...chunkOf('b') }))).toEqual({ reason: 'upload-unknown' })
      expect(await index.openUploads({ jobId: 'one' })).toEqual({ count: 0 })
      expect((await index.upload({ jobId: 'one', uploadId: 'u' }))?.completion).toEqual({
        checksum: summary('a'),
        metadata: 'm',
      })
    })

    it('of 50 completions at once with different metadata one wins', async () => {
      await using index = await open()
      await started(index)
      await add(index, ['a'])
      const outcomes = await Promise.all(
        Array.from({ length: 50 }, (_, i) =>
          index.completeUpload({ ...at, checksum: summary('a'), metadata: `m${i}` }),
        ),
      )
      expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
      expect(await listAll(index, { jobId: 'one' })).toMatchObject([
        { metadata: `m${outcomes.findIndex(({ ok }) => ok)}` },
      ])
    })

    it('are unknown outside their job and after it', async () => {
      await using index = await open()
      const timeline = await started(index)
      await new Timeline(index, 'Other').start('other')
      const foreign = { ...at, jobId: 'other' }
      expect(refusal(await index.addChunk({ ...foreign, index: 0, ...chunkOf('a') }))).toEqual({
        reason: 'upload-unknown',
      })
      expect(refusal(await index.completeUpload({ ...foreign, checksum: sha256('') }))).toEqual({
        reason: 'upload-unknown',
      })
      expect(await index.upload({ jobId: 'other', uploadId: 'u' })).toBeUndefined()
      await timeline.abort('one')
      expect(await index.upload({ jobId: 'one', uploadId: 'u' })).toBeUndefined()
    })

    it('that may not replace are refused at the start and at completion, with what is there', async () => {
      await using index = await open()
      const timeline = await started(index, true)
      await timeline.put('one', 'x', 'there')
      const exists = { reason: 'object-exists', checksum: summary('there') }
      expect(refusal(await index.completeUpload({ ...at, checksum: sha256('') }))).toEqual(exists)
      const second = { ...at, uploadId: 'v', name: 'x', throwOnDuplicate: true }
      expect(refusal(await index.startUpload(second))).toEqual(exists)
      const put = { jobId: 'one', name: 'x', throwOnDuplicate: true, checksum: sha256(''), now: 5 }
      expect(refusal(await index.putObject(put))).toEqual(exists)
      accepted(await index.putObject({ ...put, name: 'y' }))
      expect((await listAll(index, { jobId: 'one' })).map(({ checksum }) => checksum)).toEqual([
        summary('there'),
        sha256(''),
      ])
    })

    it('an inherited object counts as there', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.job('zero', 'x')
      await timeline.start('one')
      expect(refusal(await index.startUpload({ ...at, name: 'x', throwOnDuplicate: true }))).toMatchObject({
        reason: 'object-exists',
      })
    })

    it('keep the order of very many chunks', async () => {
      await using index = await open()
      await started(index)
      const contents = Array.from({ length: 1300 }, (_, i) => `chunk ${i % 700}`)
      await Promise.all(
        contents.map(async (content, i) => accepted(await index.addChunk({ ...at, index: i, ...chunkOf(content) }))),
      )
      accepted(await index.completeUpload({ ...at, checksum: summary(...contents) }))
      const [object] = await listAll(index, { jobId: 'one' })
      const listed: IndexedChunk[] = []
      const query = { jobId: 'one', objectId: object!.id, limit: 300 }
      for (let from = 0; from < 1300; from += 300) listed.push(...((await index.chunks({ ...query, from })) ?? []))
      expect(listed).toEqual(contents.map((content, i) => ({ index: i, chunk: chunkOf(content).chunk })))
      expect(await index.chunks({ ...query, from: 1300 })).toEqual([])
      const places = [1299, 0, 512, 1300].map((index) => ({ objectId: object!.id, index }))
      const single = places.map(({ index }) => listed[index]?.chunk)
      expect(await index.chunksAt({ jobId: 'one', places })).toEqual(single)
    })
  })
}
