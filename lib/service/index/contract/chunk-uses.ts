import { describe, expect, it } from 'vitest'
import type { ChunkUse, ChunkUseCursor } from '../../chunk-uses.ts'
import type { IndexStore } from '../../index-store.ts'
import { accepted, chunkOf, sha256, summaryOf, Timeline } from '../testing.ts'
import type { OpenIndex } from './index.ts'

/** All uses of a content's chunk, page by page. */
async function usesOf(index: IndexStore, content: string, limit = 100): Promise<ChunkUse[]> {
  const all: ChunkUse[] = []
  let cursor: ChunkUseCursor | undefined
  do {
    const page = await index.chunkUses({ checksum: sha256(content), limit, cursor })
    expect(page.uses.length).toBeLessThanOrEqual(limit)
    all.push(...page.uses)
    cursor = page.cursor
  } while (cursor)
  return all
}

const told = (uses: ChunkUse[]) => uses.map(({ name, index, count, jobIds }) => [name, index, count, ...jobIds])

async function upload(index: IndexStore, jobId: string, name: string, contents: string[], blob?: string) {
  const at = { jobId, uploadId: `${jobId} ${name}`, now: 1 }
  accepted(await index.startUpload({ ...at, name, throwOnDuplicate: false }))
  for (const [i, content] of contents.entries())
    accepted(await index.addChunk({ ...at, index: i, ...chunkOf(content) }))
  const stored = blob === undefined ? undefined : chunkOf(blob)
  accepted(await index.completeUpload({ ...at, checksum: summaryOf(contents.map(sha256)), blob: stored }))
}

export function describeChunkUses(open: OpenIndex): void {
  describe('uses of a chunk', () => {
    it('are the versions that have it, in every timeline, with the jobs that show them', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.start('one')
      await timeline.put('one', 'a', 'shared')
      await timeline.put('one', 'b', 'shared')
      await timeline.put('one', 'c', 'other')
      await timeline.commit('one')
      await timeline.job('two', '-b')
      await timeline.start('three')
      await timeline.put('three', 'a', 'newer')
      const elsewhere = new Timeline(index, 'elsewhere')
      await elsewhere.start('four')
      await elsewhere.put('four', 'd', 'shared')
      expect(told(await usesOf(index, 'shared'))).toEqual([
        ['d', 0, 1, 'four'],
        ['b', 0, 1, 'one'],
        ['a', 0, 1, 'two', 'one'],
      ])
      expect(await usesOf(index, 'shared', 1)).toEqual(await usesOf(index, 'shared'))
      expect(told(await usesOf(index, 'newer'))).toEqual([['a', 0, 1, 'three']])
      expect(await usesOf(index, 'never')).toEqual([])
      const [, , oldest] = await usesOf(index, 'shared')
      expect(oldest).toMatchObject({ checksum: summaryOf([sha256('shared')]), length: 100, jobCount: 2 })
    })

    it('end with the job that had them', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.job('one', 'a')
      await timeline.job('two', '-a')
      await timeline.start('three')
      await timeline.put('three', 'x', 'one a')
      await timeline.abort('three')
      expect(told(await usesOf(index, 'one a'))).toEqual([['a', 0, 1, 'one']])
      await timeline.drop('one')
      expect(await usesOf(index, 'one a')).toEqual([])
    })

    it('name the first index and how often, in long lists as well, and metadata blobs', async () => {
      await using index = await open()
      await new Timeline(index).start('one')
      const long = Array.from({ length: 1500 }, (_, i) => (i % 700 === 650 ? 'zeros' : `c${i}`))
      await upload(index, 'one', 'long', long, 'acl')
      await upload(index, 'one', 'link', [], 'acl')
      await upload(index, 'one', 'both', ['acl'], 'acl')
      expect(told(await usesOf(index, 'zeros'))).toEqual([['long', 650, 2, 'one']])
      expect(told(await usesOf(index, 'c1499'))).toEqual([['long', 1499, 1, 'one']])
      for (const limit of [1, 2, 100])
        expect(told(await usesOf(index, 'acl', limit))).toEqual([
          ['both', 0, 1, 'one'],
          ['both', -1, 1, 'one'],
          ['link', -1, 1, 'one'],
          ['long', -1, 1, 'one'],
        ])
    })

    it('are found behind very many objects, over pages that end early, also while objects come and go', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.start('one')
      await timeline.put('one', 'first', 'wanted')
      const others = (prefix: string) =>
        Promise.all(Array.from({ length: 2500 }, (_, i) => timeline.put('one', `${prefix}${i}`)))
      await others('m')
      await timeline.put('one', 'second', 'wanted')
      await others('n')
      await timeline.put('one', 'last', 'wanted')
      const checksum = sha256('wanted')
      const page = await index.chunkUses({ checksum, limit: 9 })
      expect(told(page.uses)).toEqual([['last', 0, 1, 'one']])
      await timeline.delete('one', 'last') // one reference less: the sum no longer says when all are seen
      const names: string[] = []
      for (let cursor = page.cursor; cursor; ) {
        const next = await index.chunkUses({ checksum, limit: 9, cursor })
        names.push(...next.uses.map(({ name }) => name))
        cursor = next.cursor
      }
      expect(names).toEqual(['second', 'first'])
    })
  })

  describe('shared chunks', () => {
    it('are those that something else has as well, however often the version itself has them', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.start('one')
      await upload(index, 'one', 'disk', ['own', 'zeros', 'zeros', 'kept', 'acl', 'zeros'])
      await upload(index, 'one', 'link', [], 'acl')
      await timeline.put('one', 'copy', 'zeros')
      await timeline.commit('one')
      await timeline.start('two')
      await upload(index, 'two', 'disk', ['new', 'zeros', 'zeros', 'kept'])
      await timeline.commit('two')
      const versions = (await usesOf(index, 'kept')).map(({ objectId }) => objectId)
      const [newer, older] = versions as [number, number]
      const shared = (objectId: number, contents: string[]) =>
        index.sharedChunks({ objectId, checksums: contents.map(sha256) })
      expect(await shared(older, ['own', 'zeros', 'kept', 'acl'])).toEqual(
        new Set(['zeros', 'kept', 'acl'].map(sha256)),
      )
      expect(await shared(newer, ['new', 'zeros', 'kept'])).toEqual(new Set(['zeros', 'kept'].map(sha256)))
      await timeline.start('three')
      await timeline.delete('three', 'copy')
      await timeline.commit('three')
      for (const job of ['two', 'one']) await timeline.drop(job)
      expect(await shared(newer, ['new', 'zeros', 'kept'])).toEqual(new Set())
    })
  })

  describe('an intact version', () => {
    it('is the newest of the name in the timeline that has none of the chunks and that some job shows', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      for (const [job, content] of Object.entries({ one: 'A', two: 'B', three: 'C', four: 'D' })) {
        await timeline.start(job)
        await timeline.put(job, 'x', content)
        await timeline.commit(job)
      }
      const other = new Timeline(index, 'elsewhere')
      await other.job('five', 'x')
      const [use] = await usesOf(index, 'D')
      const ask = (...bad: string[]) => index.intactVersion({ objectId: use!.objectId, without: bad.map(sha256) })
      expect(await ask('D')).toEqual({
        jobId: 'three',
        checksum: summaryOf([sha256('C')]),
        length: 100,
        createdAt: timeline.now,
      })
      expect(await ask('D', 'C', 'unknown')).toMatchObject({ jobId: 'two' })
      await timeline.drop('two')
      expect(await ask('D', 'C')).toMatchObject({ jobId: 'one' })
      expect(await ask('D', 'C', 'A')).toBeUndefined()
      expect(await index.intactVersion({ objectId: 987_654, without: [] })).toBeUndefined()
    })

    it('has no such metadata blob either', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.start('one')
      await upload(index, 'one', 'x', ['good'], 'acl')
      await timeline.commit('one')
      await timeline.start('two')
      await upload(index, 'two', 'x', ['bad'])
      const [use] = await usesOf(index, 'bad')
      const ask = (...bad: string[]) => index.intactVersion({ objectId: use!.objectId, without: bad.map(sha256) })
      expect(await ask('bad')).toMatchObject({ jobId: 'one' })
      expect(await ask('bad', 'acl')).toBeUndefined()
    })
  })
}
