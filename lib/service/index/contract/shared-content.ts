import { describe, expect, it } from 'vitest'
import type { IndexStore } from '../../index-store.ts'
import type { OpenIndex } from '../contract.ts'
import { listAll, Timeline } from '../testing.ts'

const told = async (index: IndexStore, jobId: string, limit = 100) =>
  (await index.sharedContent({ jobId, limit }))?.map((other) => [other.jobId, other.objects, other.bytes])

/** The same from the listings of both jobs. */
async function counted(index: IndexStore, jobId: string, other: string) {
  const mine = new Set((await listAll(index, { jobId })).map(({ id }) => id))
  const both = (await listAll(index, { jobId: other })).filter(({ id }) => mine.has(id))
  return [other, both.length, both.reduce((sum, { length }) => sum + length, 0)]
}

export function describeSharedContent(open: OpenIndex): void {
  describe('what jobs share', () => {
    it('are the versions that both show, whichever is newer', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.job('one', 'a', 'b', 'c')
      await timeline.job('two', 'a', 'd', '-c')
      await timeline.job('gone', 'b')
      await timeline.job('three', 'e')
      await timeline.job('same')
      await timeline.drop('gone')
      await timeline.start('aborted')
      await timeline.put('aborted', 'b')
      await timeline.abort('aborted')
      await timeline.start('running')
      await timeline.put('running', 'a')
      const jobs = ['same', 'three', 'two', 'one']
      for (const job of jobs) {
        const others = jobs.filter((other) => other !== job)
        expect(await told(index, job)).toEqual(await Promise.all(others.map((other) => counted(index, job, other))))
      }
      expect(await told(index, 'one')).toEqual([
        ['same', 0, 0],
        ['three', 0, 0],
        ['two', 1, 100],
      ])
      expect(await told(index, 'same')).toEqual([
        ['three', 4, 400],
        ['two', 2, 200],
        ['one', 0, 0],
      ])
    })

    it('is told of the newest jobs, of completed ones only and of one timeline', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.job('one', 'a')
      await timeline.job('two', 'b')
      await timeline.job('three', 'c')
      await new Timeline(index, 'elsewhere').job('other', 'a')
      await timeline.start('running')
      expect(await told(index, 'one', 1)).toEqual([['three', 1, 100]])
      expect(await told(index, 'three', 1)).toEqual([['two', 2, 200]])
      expect(await told(index, 'running')).toBeUndefined()
      expect(await told(index, 'none')).toBeUndefined()
      expect(await told(index, 'other')).toEqual([])
    })
  })
}
