import { describe, expect, it } from 'vitest'
import type { IndexStore, ObjectQuery } from '../../index-store.ts'
import { chunkOf, listAll, Timeline } from '../testing.ts'
import type { OpenIndex } from './index.ts'

async function withNames(index: IndexStore, names: readonly string[]): Promise<Timeline> {
  const timeline = new Timeline(index)
  await timeline.start('one')
  await Promise.all(names.map((name) => timeline.put('one', name)))
  return timeline
}

async function names(index: IndexStore, query: Partial<ObjectQuery>): Promise<string[]> {
  return (await listAll(index, { jobId: 'one', ...query }, query.limit)).map(({ name }) => name)
}

export function describeListing(open: OpenIndex): void {
  describe('listings', () => {
    // In UTF-16 order U+1F600 stands before U+FFFD, in UTF-8 order behind it.
    const ordered = [
      'A',
      'a',
      'a b',
      'a/',
      'a/b',
      'a0',
      'e\u0301',
      '\u00e9',
      '\u3042',
      '\uD7FF',
      '\uE000',
      '\uFFFD',
      '😀',
    ]

    it('go by the bytes of the names, NFC and NFD apart', async () => {
      await using index = await open()
      await withNames(index, ordered.toReversed())
      expect(await names(index, {})).toEqual(ordered)
      expect(await names(index, { limit: 1 })).toEqual(ordered)
      expect(await names(index, { limit: 5 })).toEqual(ordered)
    })

    it('say that there is more exactly when there is', async () => {
      await using index = await open()
      await withNames(index, ['a', 'b', 'c'])
      expect((await index.objects({ jobId: 'one', limit: 3 }))?.cursor).toBeUndefined()
      expect((await index.objects({ jobId: 'one', limit: 2 }))?.cursor).toBeDefined()
    })

    it('start at a name, itself included, and hold to the prefix as well', async () => {
      await using index = await open()
      await withNames(index, ordered)
      expect(await names(index, { start: 'a/' })).toEqual(ordered.slice(3))
      expect(await names(index, { start: 'a!' })).toEqual(ordered.slice(3))
      expect(await names(index, { prefix: 'a' })).toEqual(['a', 'a b', 'a/', 'a/b', 'a0'])
      expect(await names(index, { prefix: 'a/' })).toEqual(['a/', 'a/b'])
      expect(await names(index, { prefix: 'a', start: 'a/b' })).toEqual(['a/b', 'a0'])
      expect(await names(index, { prefix: 'a/', start: 'A' })).toEqual(['a/', 'a/b'])
      expect(await names(index, { prefix: 'a', start: 'b' })).toEqual([])
      expect(await names(index, { prefix: 'none' })).toEqual([])
    })

    it('know where a prefix ends at the edges of Unicode', async () => {
      await using index = await open()
      const last = '\u{10FFFF}'
      const edges = ['\uD7FF', '\uD7FFx', '\uE000', last, `${last}${last}`, `${last}a`]
      await withNames(index, edges)
      expect(await names(index, { prefix: '\uD7FF' })).toEqual(['\uD7FF', '\uD7FFx'])
      expect(await names(index, { prefix: last })).toEqual([last, `${last}a`, `${last}${last}`])
      expect(await names(index, { prefix: `${last}${last}` })).toEqual([`${last}${last}`])
    })

    it('take names of 1,024 bytes', async () => {
      await using index = await open()
      const long = '\u{10FFFF}'.repeat(256)
      await withNames(index, [long])
      expect(await names(index, {})).toEqual([long])
      expect(await names(index, { prefix: long })).toEqual([long])
    })

    it('filter by creation time: after is inclusive, before is exclusive', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.start('one')
      for (const name of ['a', 'b', 'c']) {
        timeline.now += 10
        await timeline.put('one', name)
      }
      expect(await names(index, { createdAfter: timeline.now - 10 })).toEqual(['b', 'c'])
      expect(await names(index, { createdBefore: timeline.now - 10 })).toEqual(['a'])
      expect(await names(index, { createdAfter: timeline.now, createdBefore: timeline.now })).toEqual([])
    })

    it('show each job its own versions, whichever closed and live rows lie between', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.job('one', 'a', 'b', 'c', 'd')
      await timeline.job('two', '-b', 'c', 'e')
      await timeline.job('three', 'b', '-d', '-e')
      await timeline.start('four')
      const of = async (jobId: string, limit?: number) =>
        (await listAll(index, { jobId }, limit)).map(({ name }) => name).join('')
      for (const limit of [1, 2, 100]) {
        expect(await of('one', limit)).toBe('abcd')
        expect(await of('two', limit)).toBe('acde')
        expect(await of('three', limit)).toBe('abc')
        expect(await of('four', limit)).toBe('abc')
      }
    })

    it('W21 neither repeat nor skip a name that stays while others come and go', async () => {
      await using index = await open()
      const stable = Array.from({ length: 200 }, (_, i) => `n${String(i).padStart(4, '0')}`)
      const timeline = await withNames(index, [...stable, ...stable.map((name) => `${name}-old`)])
      const churn = (async () => {
        for (const name of stable) {
          await Promise.all([timeline.put('one', `${name}-new`), timeline.delete('one', `${name}-old`)])
        }
      })()
      const seen = await names(index, { limit: 7 })
      await churn
      expect(seen.filter((name) => !name.includes('-'))).toEqual(stable)
      expect(new Set(seen).size).toBe(seen.length)
    })

    it('know nothing of unknown jobs, and versions only in jobs that have them', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.job('one', 'a')
      await timeline.job('two', 'a', 'b')
      await new Timeline(index, 'Other').job('other')
      const [first] = await listAll(index, { jobId: 'one' })
      const [second, added] = await listAll(index, { jobId: 'two' })
      const has = async (jobId: string, object: { id: number } | undefined) =>
        (await index.object({ jobId, objectId: object!.id })) !== undefined &&
        (await index.chunks({ jobId, objectId: object!.id, from: 0, limit: 1 }))?.length === 1 &&
        (await index.chunksAt({ jobId, places: [{ objectId: object!.id, index: 0 }] }))[0] !== undefined
      expect(await index.objects({ jobId: 'none', limit: 1 })).toBeUndefined()
      expect([await has('one', first), await has('two', first)]).toEqual([true, false])
      expect([await has('one', second), await has('two', second)]).toEqual([false, true])
      expect([await has('one', added), await has('two', added)]).toEqual([false, true])
      expect([await has('other', first), await has('none', first)]).toEqual([false, false])
      expect(await index.object({ jobId: 'one', objectId: 9999 })).toBeUndefined()
      const hidden = [first, added].map((object) => ({ objectId: object!.id, index: 0 }))
      expect(await index.chunksAt({ jobId: 'two', places: hidden })).toEqual([undefined, expect.anything()])
      expect(await index.chunksAt({ jobId: 'none', places: hidden })).toEqual([undefined, undefined])
    })

    it('keep lengths up to 2^53 - 1 exact', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.start('one')
      const length = 2 ** 53 - 1
      const content = chunkOf('huge', { kind: 'pack', pack: 2 ** 40 + 1, offset: length }, length)
      const put = {
        jobId: 'one',
        name: 'x',
        throwOnDuplicate: false,
        checksum: content.chunk.checksum,
        now: timeline.now,
      }
      await index.putObject({ ...put, content })
      const [object] = await listAll(index, { jobId: 'one' })
      expect(object?.length).toBe(length)
      expect(await index.chunk(content.chunk.checksum)).toEqual(content.chunk)
      expect(await index.job('one')).toMatchObject({ bytes: length, newBytes: length })
    })
  })
}
