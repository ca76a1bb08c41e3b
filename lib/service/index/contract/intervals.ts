import { describe, expect, it } from 'vitest'
import type { IndexStore } from '../../index-store.ts'
import { chunkOf, listAll, orphanSet, Timeline } from '../testing.ts'
import type { OpenIndex } from './index.ts'

/** The names of a job, with the job that wrote each version (the tests' content says so). */
async function contents(index: IndexStore, jobId: string): Promise<string[]> {
  return (await listAll(index, { jobId })).map(({ name }) => name)
}

/** Which of these contents nothing refers to. */
async function freed(index: IndexStore, ...all: string[]): Promise<string[]> {
  const orphans = await orphanSet(index)
  return all.filter((content) => orphans.has(chunkOf(content).chunk.checksum))
}

export function describeIntervals(open: OpenIndex): void {
  describe('object versions over the jobs of a timeline', () => {
    it('a version replaced by the job that added it is gone at once', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.start('one')
      await timeline.put('one', 'a', 'first')
      await timeline.put('one', 'a', 'second')
      expect(await freed(index, 'first', 'second')).toEqual(['first'])
      expect(await index.job('one')).toMatchObject({ objects: 1, bytes: 100 })
    })

    it('a version deleted by the job that added it is gone at once', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.start('one')
      await timeline.put('one', 'a', 'first')
      await timeline.delete('one', 'a')
      expect(await freed(index, 'first')).toEqual(['first'])
      expect(await contents(index, 'one')).toEqual([])
    })

    it('earlier jobs keep what a later one replaces or deletes', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.job('one', 'a', 'b')
      const before = await listAll(index, { jobId: 'one' })
      timeline.now += 1
      await timeline.job('two', 'a', '-b')
      expect(await listAll(index, { jobId: 'one' })).toEqual(before)
      expect(await contents(index, 'two')).toEqual(['a'])
      expect((await listAll(index, { jobId: 'two' }))[0]?.checksum).not.toBe(before[0]?.checksum)
    })

    it('a name deleted and put again in one job is that job’s own, and once more deleted it is gone there only', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.job('one', 'a')
      await timeline.job('two', '-a', 'a', '-a')
      expect(await contents(index, 'one')).toEqual(['a'])
      expect(await contents(index, 'two')).toEqual([])
      expect(await freed(index, 'one a', 'two a')).toEqual(['two a'])
    })

    it('the creation time of a version is its first completion, in every job that inherits it', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.job('one', 'a')
      const created = timeline.now
      timeline.now += 5000
      await timeline.job('two', 'b')
      expect((await listAll(index, { jobId: 'two' })).map(({ createdAt }) => createdAt)).toEqual([
        created,
        timeline.now,
      ])
      expect(await listAll(index, { jobId: 'two', createdAfter: timeline.now })).toMatchObject([{ name: 'b' }])
    })

    it('an aborted head gives back what it replaced and deleted, and the next job starts from there', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.job('one', 'a', 'b', 'c')
      await timeline.start('two')
      await timeline.put('two', 'a')
      await timeline.delete('two', 'b')
      await timeline.put('two', 'd')
      await timeline.abort('two')
      expect(await timeline.start('three')).toMatchObject({ objects: 3, bytes: 300 })
      expect(await contents(index, 'three')).toEqual(['a', 'b', 'c'])
      expect(await freed(index, 'two a', 'two d', 'one a', 'one b', 'one c')).toEqual(['two a', 'two d'])
    })

    it('a deleted head gives back what it replaced and deleted, and the next job starts from there', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.job('one', 'a', 'b')
      await timeline.job('two', 'a', '-b', 'c')
      await timeline.drop('two')
      expect(await timeline.start('three')).toMatchObject({ objects: 2, bytes: 200 })
      expect(await contents(index, 'three')).toEqual(['a', 'b'])
      expect(await freed(index, 'one a', 'one b', 'two a', 'two c')).toEqual(['two a', 'two c'])
    })

    it('a deleted head takes with it what jobs deleted before it had left only to it', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.job('one', 'a')
      await timeline.job('two', 'b', '-a')
      await timeline.job('three')
      await timeline.drop('two') // b lives on in three, a ends with one
      expect(await contents(index, 'three')).toEqual(['b'])
      await timeline.drop('three')
      expect(await freed(index, 'one a', 'two b')).toEqual(['two b'])
      await timeline.start('four')
      expect(await contents(index, 'four')).toEqual(['a'])
    })

    it('the only job takes everything with it', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.job('one', 'a', 'b')
      await timeline.drop('one')
      expect(await timeline.start('two')).toMatchObject({ objects: 0, bytes: 0 })
      expect(await contents(index, 'two')).toEqual([])
      expect(await freed(index, 'one a', 'one b')).toHaveLength(2)
    })

    it('a job deleted from the middle frees what only it had', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.job('one', 'old')
      await timeline.job('two', 'only', 'replaced', '-old')
      await timeline.job('three', '-only', 'replaced')
      await timeline.drop('two')
      expect(await freed(index, 'one old', 'two only', 'two replaced', 'three replaced')).toEqual([
        'two only',
        'two replaced',
      ])
      expect(await contents(index, 'one')).toEqual(['old'])
      expect(await contents(index, 'three')).toEqual(['replaced'])
    })

    it('a job deleted from the middle frees nothing that lives to this day, nor what its neighbours have', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.job('one', 'both')
      await timeline.job('two', 'alive', 'later')
      await timeline.job('three', '-both')
      await timeline.job('four', '-later')
      await timeline.drop('two')
      expect(await freed(index, 'one both', 'two alive', 'two later')).toEqual([])
      expect(await contents(index, 'one')).toEqual(['both'])
      expect(await contents(index, 'three')).toEqual(['alive', 'later'])
      expect(await contents(index, 'four')).toEqual(['alive'])
    })

    it('jobs deleted one beside the other free what only they had', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.job('one')
      await timeline.job('two', 'x')
      await timeline.job('three')
      await timeline.job('four', '-x')
      await timeline.drop('two')
      expect(await freed(index, 'two x')).toEqual([]) // three has it
      await timeline.drop('three')
      expect(await freed(index, 'two x')).toEqual(['two x'])
    })

    it('the oldest job deleted frees what the next one no longer has', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.job('one', 'gone', 'kept')
      await timeline.job('two', '-gone')
      await timeline.drop('one')
      expect(await freed(index, 'one gone', 'one kept')).toEqual(['one gone'])
      expect(await contents(index, 'two')).toEqual(['kept'])
    })

    it('the newest completed job deleted under a running one is one from the middle', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.job('one', 'a')
      await timeline.job('two', 'a', 'b')
      await timeline.start('three')
      await timeline.delete('three', 'b')
      await timeline.drop('two')
      expect(await freed(index, 'one a', 'two a', 'two b')).toEqual(['two b'])
      expect(await contents(index, 'three')).toEqual(['a'])
      await timeline.abort('three') // back to one: what two had added is gone with it
      expect(await freed(index, 'one a', 'two a')).toEqual(['two a'])
      await timeline.start('four')
      expect(await contents(index, 'four')).toEqual(['a'])
    })

    it('a version that only a running job has left goes at once when that job replaces or deletes it', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.job('one', 'a', 'b', 'c')
      await timeline.start('two')
      await timeline.drop('one')
      expect(await contents(index, 'two')).toEqual(['a', 'b', 'c'])
      await timeline.put('two', 'a')
      await timeline.delete('two', 'b')
      expect(await freed(index, 'one a', 'one b', 'one c')).toEqual(['one a', 'one b'])
      await timeline.abort('two')
      expect(await freed(index, 'one c', 'two a')).toEqual(['one c', 'two a'])
    })

    it('aborted jobs between two others count for nothing', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.job('one', 'a')
      await timeline.start('broken')
      await timeline.put('broken', 'x')
      await timeline.abort('broken')
      await timeline.job('two', '-a')
      await timeline.drop('one')
      expect(await freed(index, 'one a')).toEqual(['one a'])
      expect(await contents(index, 'two')).toEqual([])
    })
  })
}
