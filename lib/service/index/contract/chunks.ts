import { describe, expect, it } from 'vitest'
import { accepted, chunkOf, listAll, orphanSet, sha256, summaryOf, Timeline } from '../testing.ts'
import type { OpenIndex } from './index.ts'

export function describeChunks(open: OpenIndex): void {
  describe('chunks', () => {
    it('are known by their checksum once something refers to them', async () => {
      await using index = await open()
      expect(await index.chunk(sha256('a'))).toBeUndefined()
      const timeline = new Timeline(index)
      await timeline.job('one', 'a')
      expect(await index.chunk(sha256('one a'))).toEqual(chunkOf('one a').chunk)
      expect(await index.totals()).toEqual({ chunks: 1, jobs: 1 })
    })

    it('are condemned with their last reference, pardoned by the next, and only then forgotten', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.start('one')
      await timeline.put('one', 'a', 'shared')
      await timeline.put('one', 'b', 'shared')
      await timeline.delete('one', 'a')
      expect(await orphanSet(index)).toEqual(new Set())
      await timeline.delete('one', 'b')
      expect(await orphanSet(index)).toEqual(new Set([sha256('shared')]))

      await timeline.put('one', 'c', 'shared')
      expect(await orphanSet(index)).toEqual(new Set())
      expect(await index.forgetChunks({ checksums: [sha256('shared')] })).toEqual({ ok: true, absent: [] })

      await timeline.delete('one', 'c')
      const unknown = sha256('never seen')
      const { absent } = await index.forgetChunks({ checksums: [sha256('shared'), unknown] })
      expect(absent).toEqual([sha256('shared'), unknown])
      expect(await index.chunk(sha256('shared'))).toBeUndefined()
      expect((await index.totals()).chunks).toBe(0)
    })

    it('and all else belong to the store that the index was last marked with', async () => {
      await using index = await open()
      expect(await index.mark()).toBeUndefined()
      await index.setMark({ generation: 'g', openings: 1 })
      await index.setMark({ generation: 'g', openings: 2 })
      expect(await index.mark()).toEqual({ generation: 'g', openings: 2 })
    })

    it('of a metadata blob are kept as long as the object', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.start('one')
      const at = { jobId: 'one', uploadId: 'u', now: 1 }
      accepted(await index.startUpload({ ...at, name: 'x', throwOnDuplicate: false }))
      accepted(await index.completeUpload({ ...at, checksum: sha256(''), blob: chunkOf('blob') }))
      expect(await orphanSet(index)).toEqual(new Set())
      await timeline.delete('one', 'x')
      expect(await orphanSet(index)).toEqual(new Set([sha256('blob')]))
    })

    it('many times in one object are one chunk with as many references', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.start('one')
      const at = { jobId: 'one', uploadId: 'u', now: 1 }
      accepted(await index.startUpload({ ...at, name: 'x', throwOnDuplicate: false }))
      for (let i = 0; i < 5; i++) accepted(await index.addChunk({ ...at, index: i, ...chunkOf('zeros') }))
      accepted(await index.completeUpload({ ...at, checksum: summaryOf(Array(5).fill(sha256('zeros'))) }))
      await timeline.put('one', 'y', 'zeros')
      await timeline.delete('one', 'x')
      expect(await orphanSet(index)).toEqual(new Set())
      await timeline.delete('one', 'y')
      expect(await orphanSet(index)).toEqual(new Set([sha256('zeros')]))
      expect((await index.totals()).chunks).toBe(1)
    })

    it('without a reference are listed oldest first, from before a time, and summed', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.start('one')
      for (const name of ['c', 'a', 'b']) await timeline.put('one', name, name)
      for (const [i, name] of ['b', 'a', 'c'].entries()) {
        timeline.now = 100 + i
        await timeline.delete('one', name)
      }
      const first = await index.orphans({ condemnedBefore: 102, limit: 1 })
      expect(first.chunks).toEqual([chunkOf('b').chunk])
      const second = await index.orphans({ condemnedBefore: 102, limit: 5, cursor: first.cursor })
      expect(second).toEqual({ chunks: [chunkOf('a').chunk], cursor: undefined })
      expect(await index.orphanTotals({ condemnedBefore: 102 })).toEqual({ chunks: 2, bytes: 200 })
      expect(await index.orphanTotals({ condemnedBefore: 1 })).toEqual({ chunks: 0, bytes: 0 })
    })

    it('take the new place when they were written again, and keep theirs when they were not', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.start('one')
      const put = { jobId: 'one', throwOnDuplicate: false, checksum: summaryOf([sha256('a')]), now: 1 }
      const first = { kind: 'pack', pack: 1, offset: 10 } as const
      const second = { kind: 'pack', pack: 2, offset: 20 } as const
      await index.putObject({ ...put, name: 'x', content: chunkOf('a', first) })
      await index.putObject({ ...put, name: 'y', content: { ...chunkOf('a', second), written: false } })
      expect((await index.chunk(sha256('a')))?.location).toEqual(first)
      await index.putObject({ ...put, name: 'z', content: chunkOf('a', second) })
      expect((await index.chunk(sha256('a')))?.location).toEqual(second)
      const [object] = await listAll(index, { jobId: 'one' })
      expect(await index.chunks({ jobId: 'one', objectId: object!.id, from: 0, limit: 1 })).toMatchObject([
        { chunk: { location: second } },
      ])
    })

    it('take the new place also when the same upload sends them again', async () => {
      await using index = await open()
      await new Timeline(index).start('one')
      const at = { jobId: 'one', uploadId: 'u', now: 1 }
      const place = { kind: 'pack', pack: 2, offset: 20 } as const
      accepted(await index.startUpload({ ...at, name: 'x', throwOnDuplicate: false }))
      accepted(await index.addChunk({ ...at, index: 0, ...chunkOf('a') }))
      accepted(await index.addChunk({ ...at, index: 0, ...chunkOf('a', place) }))
      expect((await index.chunk(sha256('a')))?.location).toEqual(place)
    })

    it('are moved only from where they stand', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.start('one')
      const put = { jobId: 'one', throwOnDuplicate: false, checksum: summaryOf([]), now: 1 }
      const at = (pack: number) => ({ kind: 'pack', pack, offset: 0 }) as const
      for (const name of ['a', 'b']) await index.putObject({ ...put, name, content: chunkOf(name, at(1)) })
      await index.putObject({ ...put, name: 'c', content: chunkOf('c') })
      expect(await index.packTotals({ pack: 1 })).toEqual({ chunks: 2, bytes: 200 })

      const moves = [
        { chunk: chunkOf('a', at(1)).chunk, to: at(5) },
        { chunk: chunkOf('b', at(9)).chunk, to: at(5) }, // stands elsewhere
        { chunk: chunkOf('c').chunk, to: at(5) },
        { chunk: chunkOf('none', at(1)).chunk, to: at(5) },
      ]
      await index.relocateChunks({ moves })
      expect(await index.packChunks({ pack: 1 })).toEqual([chunkOf('b', at(1)).chunk])
      expect(await index.packTotals({ pack: 5 })).toEqual({ chunks: 2, bytes: 200 })
      expect(await index.packTotals({ pack: 9 })).toEqual({ chunks: 0, bytes: 0 })
      expect(await index.packs()).toEqual([1, 5])
    })

    it('the versions a job wrote are known to be alive, also after the job is deleted', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      timeline.now = 10
      await timeline.job('one', 'a', 'b')
      timeline.now = 20
      await timeline.job('two', 'a')
      const written = [
        { jobId: 'one', name: 'a', createdAt: 10 },
        { jobId: 'one', name: 'b', createdAt: 10 },
        { jobId: 'two', name: 'a', createdAt: 20 },
        { jobId: 'two', name: 'a', createdAt: 10 },
        { jobId: 'none', name: 'a', createdAt: 10 },
      ]
      expect(await index.versionsAlive(written)).toEqual([true, true, true, false, false])
      await timeline.drop('one')
      expect(await index.versionsAlive(written)).toEqual([false, true, true, false, false])
    })
  })
}
