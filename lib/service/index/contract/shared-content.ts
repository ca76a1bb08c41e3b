import { describe, expect, it } from 'vitest'
import type { IndexStore } from '../../index-store.ts'
import { listAll, Timeline } from '../testing.ts'
import type { OpenIndex } from './index.ts'

interface Range {
  prefix: string
  through?: string
}
const everything: Range = { prefix: '' }

const told = async (index: IndexStore, jobId: string, range = everything, limit = 100) =>
  (await index.missingContent({ jobId, limit, ...range }))?.map((other) => [other.jobId, other.objects, other.bytes])

/** The same from the listings of both jobs. */
async function counted(index: IndexStore, jobId: string, other: string, { prefix, through }: Range) {
  const theirs = new Set((await listAll(index, { jobId: other })).map(({ id }) => id))
  const missing = (await listAll(index, { jobId, prefix })).filter(
    ({ id, name }) => !theirs.has(id) && (through === undefined || Buffer.compare(utf8(name), utf8(through)) <= 0),
  )
  return [other, missing.length, missing.reduce((sum, { length }) => sum + length, 0)]
}

const utf8 = (text: string) => Buffer.from(text)

export function describeSharedContent(open: OpenIndex): void {
  describe('what a job shows and others do not', () => {
    it('are the versions that only it shows, whichever is newer', async () => {
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
        const expected = await Promise.all(others.map((other) => counted(index, job, other, everything)))
        expect(await told(index, job)).toEqual(expected)
      }
      expect(await told(index, 'one')).toEqual([
        ['same', 3, 300],
        ['three', 3, 300],
        ['two', 2, 200],
      ])
      expect(await told(index, 'same')).toEqual([
        ['three', 0, 0],
        ['two', 2, 200],
        ['one', 4, 400],
      ])
    })

    it('is told of a folder, of one object, and of names up to one', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      const names = ['a', 'a/', 'a/x', 'a/x/1', 'a/y', 'b', 'é', '\uFFFD', '😀', '😀/1']
      await timeline.job('one', ...names)
      await timeline.job('two', 'a/x', 'é', '-😀')
      await timeline.job('three', '-a', 'a/y', '😀/1', 'b')
      const ranges: Range[] = [
        ...['a', 'a/', 'a/x', '😀', 'none'].map((prefix) => ({ prefix })),
        ...names.flatMap((name) => [
          { prefix: name, through: name },
          { prefix: '', through: name },
          { prefix: 'a/', through: name },
        ]),
      ]
      for (const range of ranges)
        expect(await told(index, 'one', range)).toEqual([
          await counted(index, 'one', 'three', range),
          await counted(index, 'one', 'two', range),
        ])
      expect(await told(index, 'one', { prefix: 'a/', through: 'a/x' })).toEqual([
        ['three', 1, 100],
        ['two', 1, 100],
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
      expect(await told(index, 'one', everything, 1)).toEqual([['three', 0, 0]])
      expect(await told(index, 'three', everything, 1)).toEqual([['two', 1, 100]])
      expect(await told(index, 'running')).toBeUndefined()
      expect(await told(index, 'none')).toBeUndefined()
      expect(await told(index, 'other')).toEqual([])
    })
  })
}
