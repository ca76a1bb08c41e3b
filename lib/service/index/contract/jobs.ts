import { describe, expect, it } from 'vitest'
import { LEASE_MS } from '../../index-store.ts'
import { accepted, chunkOf, listAll, refusal, Timeline } from '../testing.ts'
import type { OpenIndex } from './index.ts'

export function describeJobs(open: OpenIndex): void {
  describe('jobs', () => {
    it('start empty on a new timeline and are found by their id', async () => {
      await using index = await open()
      const job = await new Timeline(index).start('one')
      expect(job).toMatchObject({ id: 'one', number: 1, state: 'RUNNING', objects: 0, bytes: 0, vault: 'Default' })
      expect(await index.job('one')).toEqual(job)
      expect(await index.job('two')).toBeUndefined()
    })

    it('start with the objects and counts of the newest completed job', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.job('one', 'a', 'b')
      expect(await timeline.start('two')).toMatchObject({ number: 2, objects: 2, bytes: 200, newBytes: 0 })
      expect((await listAll(index, { jobId: 'two' })).map(({ name }) => name)).toEqual(['a', 'b'])
    })

    it('of other vaults and resources have timelines of their own', async () => {
      await using index = await open()
      await new Timeline(index).job('one', 'a')
      expect(await new Timeline(index, 'Other').start('two')).toMatchObject({ number: 1, objects: 0 })
      expect(await new Timeline(index).start('three', { resourceArn: 'arn:aws:s3:::b' })).toMatchObject({ number: 1 })
    })

    it('count what they change and the bytes they are the first to bring', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.job('one', 'a', 'b')
      await timeline.start('two')
      await timeline.put('two', 'a', 'one b') // b's chunk: known
      await timeline.put('two', 'c', 'new')
      await timeline.delete('two', 'b')
      expect(await index.job('two')).toMatchObject({ objects: 2, bytes: 200, newBytes: 100 })
      expect(await index.job('one')).toMatchObject({ objects: 2, bytes: 200, newBytes: 200 })
    })

    it('are given again for the same idempotency token, whatever became of them', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.start('one', { token: 't' })
      expect(accepted(await timeline.create('two', { token: 't' }))).toMatchObject({
        created: false,
        job: { id: 'one' },
      })
      await timeline.commit('one')
      expect(accepted(await timeline.create('two', { token: 't' })).job).toMatchObject({
        id: 'one',
        state: 'COMPLETED',
      })
      expect(refusal(await timeline.create('two', { token: 't', resourceArn: 'arn:aws:s3:::b' }))).toEqual({
        reason: 'token-taken',
        jobId: 'one',
      })
    })

    it('stand in the way of the next one while their lease lives, which every write renews', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.start('one')
      timeline.now += LEASE_MS - 1
      await timeline.put('one', 'a')
      const leaseUntil = timeline.now + LEASE_MS
      timeline.now = leaseUntil - 1
      expect(refusal(await timeline.create('two'))).toEqual({ reason: 'timeline-busy', jobId: 'one', leaseUntil })
      expect(await index.job('two')).toBeUndefined()
    })

    it('keep their lease when they are asked for again by their token, and get none back once they ended', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.start('one', { token: 't' })
      timeline.now += LEASE_MS - 1
      const leaseUntil = timeline.now + LEASE_MS
      expect(await timeline.start('other', { token: 't' })).toMatchObject({ id: 'one', leaseUntil })
      timeline.now = leaseUntil - 1
      expect(refusal(await timeline.create('two'))).toEqual({ reason: 'timeline-busy', jobId: 'one', leaseUntil })
      await timeline.abort('one')
      expect(await timeline.start('other', { token: 't' })).toMatchObject({ id: 'one', state: 'ABORTED', leaseUntil })
    })

    it('whose lease has lapsed are aborted and undone, and stay in the list with their counts and the reason', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.job('one', 'a')
      await timeline.start('two', { resumable: true })
      await timeline.put('two', 'b')
      timeline.now += LEASE_MS
      expect(accepted(await timeline.create('three'))).toMatchObject({ aborted: 'two', job: { objects: 1, number: 3 } })
      expect(await index.job('two')).toMatchObject({ state: 'ABORTED', objects: 2, endedAt: timeline.now })
      expect((await index.job('two'))?.statusMessage).toMatch(/15 minutes.*three/)
      expect((await listAll(index, { jobId: 'three' })).map(({ name }) => name)).toEqual(['a'])
      expect(await index.objects({ jobId: 'two', limit: 1 })).toBeUndefined()
    })

    it('whose lease has lapsed stay while they have finished objects of their own, unless they are resumable or taken over', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.job('base', 'inherited')
      await timeline.start('one')
      timeline.now += LEASE_MS
      await timeline.start('two') // the first had nothing of its own
      await timeline.put('two', 'a')
      timeline.now += LEASE_MS
      const refused = { reason: 'job-unfinished', jobId: 'two' }
      const three = { vault: 'Default', resourceArn: (await index.job('two'))!.resourceArn, now: timeline.now }
      const asked = { jobId: 'three', resourceType: 'Thaw', roleArn: '', takeOver: false, ...three }
      expect(refusal(await index.wouldCreateJob(asked))).toEqual(refused)
      expect(refusal(await timeline.create('three'))).toEqual(refused)
      expect(await index.job('two')).toMatchObject({ state: 'RUNNING', objects: 2 })
      expect(accepted(await index.wouldCreateJob({ ...asked, takeOver: true }))).toEqual({ ok: true, created: true })
      expect(await index.job('three')).toBeUndefined()
      expect(accepted(await timeline.create('three', { takeOver: true }))).toMatchObject({ aborted: 'two' })
      await timeline.put('three', 'a')
      await timeline.delete('three', 'a')
      timeline.now += LEASE_MS
      expect(accepted(await timeline.create('four')).aborted).toBe('three')
    })

    it('are known for as long as the index lasts, deleted ones included', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.job('kept')
      await timeline.job('gone')
      await timeline.drop('gone')
      expect(await index.jobsKnown(['gone', 'never', 'kept'])).toEqual([true, false, true])
    })

    it('can be taken over while their lease lives', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.start('one')
      expect(accepted(await timeline.create('two', { takeOver: true })).aborted).toBe('one')
      expect((await index.job('one'))?.statusMessage).toMatch(/Taken over by job two/)
    })

    it('take no write once they have ended', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.job('done')
      await timeline.start('gone')
      await timeline.abort('gone')
      for (const [jobId, state] of [
        ['done', 'COMPLETED'],
        ['gone', 'ABORTED'],
      ] as const) {
        const ended = { reason: 'job-ended', state }
        const now = timeline.now
        const object = { jobId, now, name: 'x', throwOnDuplicate: false, checksum: chunkOf('x').chunk.checksum }
        expect(refusal(await index.putObject(object))).toEqual(ended)
        expect(refusal(await index.deleteObject({ jobId, now, name: 'x' }))).toEqual(ended)
        expect(refusal(await index.startUpload({ ...object, uploadId: 'u' }))).toEqual(ended)
      }
      expect(
        refusal(await index.putObject({ jobId: 'none', now: 1, name: 'x', throwOnDuplicate: false, checksum: '' })),
      ).toEqual({ reason: 'job-unknown' })
    })

    it('commit twice, and not with open uploads unless these are abandoned', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.start('one')
      const { now } = timeline
      accepted(await index.startUpload({ jobId: 'one', uploadId: 'u', name: 'open', throwOnDuplicate: false, now }))
      accepted(await index.addChunk({ jobId: 'one', uploadId: 'u', index: 0, ...chunkOf('x'), now }))
      expect(await index.openUploads({ jobId: 'one' })).toEqual({ count: 1, name: 'open' })
      expect(refusal(await index.commitJob({ jobId: 'one', abandon: false, now }))).toEqual({
        reason: 'uploads-open',
        count: 1,
        name: 'open',
      })
      accepted(await index.commitJob({ jobId: 'one', abandon: true, now }))
      accepted(await index.commitJob({ jobId: 'one', abandon: false, now: now + 5 }))
      expect(await index.job('one')).toMatchObject({ state: 'COMPLETED', endedAt: now, objects: 0 })
      expect((await index.orphanTotals({ condemnedBefore: now + 1 })).chunks).toBe(1)
    })

    it('carry what their writer says of them, and that somebody has looked at its warning', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      expect((await timeline.start('one', { resumable: true })).resumable).toBe(true)
      expect(refusal(await index.confirmJob({ jobId: 'one', now: 1 }))).toEqual({
        reason: 'job-ended',
        state: 'RUNNING',
      })
      const said = { warning: 'shrunk: 3 of 40 left', details: '{"excluded":1}' }
      accepted(await index.commitJob({ jobId: 'one', abandon: false, ...said, now: 2 }))
      accepted(await index.commitJob({ jobId: 'one', abandon: false, warning: 'another', now: 3 }))
      expect(await index.job('one')).toMatchObject({ ...said, resumable: true })
      expect((await index.job('one'))?.warningConfirmedAt).toBeUndefined()
      accepted(await index.confirmJob({ jobId: 'one', now: 4 }))
      accepted(await index.confirmJob({ jobId: 'one', now: 5 }))
      expect((await index.job('one'))?.warningConfirmedAt).toBe(4)

      expect((await timeline.start('two')).resumable).toBe(false)
      await timeline.commit('two')
      accepted(await index.confirmJob({ jobId: 'two', now: 6 }))
      expect((await index.job('two'))?.warningConfirmedAt).toBeUndefined()
      expect(refusal(await index.confirmJob({ jobId: 'none', now: 6 }))).toEqual({ reason: 'job-unknown' })
    })

    it('say what ended them without a backup', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.start('over')
      await timeline.start('lapsed', { takeOver: true })
      timeline.now += LEASE_MS
      await timeline.start('failed')
      accepted(await index.abortJob({ jobId: 'failed', cause: 'failed', reason: 'no disk', now: timeline.now }))
      await timeline.start('deleted')
      await timeline.drop('deleted')
      const causes = ['over', 'lapsed', 'failed', 'deleted'].map(async (id) => (await index.job(id))?.abortCause)
      expect(await Promise.all(causes)).toEqual(['taken-over', 'lapsed', 'failed', 'deleted'])
    })

    it('are aborted twice; a completed one is not', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.start('one')
      await timeline.abort('one', 'first')
      await timeline.abort('one', 'second')
      expect(await index.job('one')).toMatchObject({ statusMessage: 'first', abortCause: 'stopped' })
      await timeline.job('two')
      expect(refusal(await index.abortJob({ jobId: 'two', cause: 'stopped', reason: '', now: 1 }))).toMatchObject({
        state: 'COMPLETED',
      })
    })

    it('are deleted when completed, aborted when running, and kept when aborted', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.job('one')
      await timeline.start('two')
      await timeline.drop('one')
      await timeline.drop('two')
      expect(await index.job('one')).toBeUndefined()
      expect(await index.job('two')).toMatchObject({ state: 'ABORTED', statusMessage: 'test' })
      const again = { reason: 'again', now: 1 }
      expect(refusal(await index.deleteJob({ jobId: 'one', ...again }))).toEqual({ reason: 'job-unknown' })
      expect(refusal(await index.deleteJob({ jobId: 'two', ...again }))).toEqual({
        reason: 'job-ended',
        state: 'ABORTED',
      })
    })

    it('never get a number twice', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      await timeline.job('one')
      await timeline.drop('one')
      await timeline.start('two')
      await timeline.abort('two')
      expect((await timeline.start('three')).number).toBe(3)
    })

    it('are listed newest first, page by page, by every filter', async () => {
      await using index = await open()
      const timeline = new Timeline(index)
      const other = new Timeline(index, 'Other')
      for (const id of ['a', 'b', 'c']) {
        timeline.now += 1000
        await timeline.job(id)
      }
      other.now = timeline.now + 1000
      await other.start('d')
      const ids = async (query: Omit<Parameters<typeof index.jobs>[0], 'limit'>) =>
        (await index.jobs({ ...query, limit: 10 })).jobs.map(({ id }) => id)

      const first = await index.jobs({ limit: 3 })
      expect(first.jobs.map(({ id }) => id)).toEqual(['d', 'c', 'b'])
      expect(await index.jobs({ limit: 3, cursor: first.cursor })).toMatchObject({
        jobs: [{ id: 'a' }],
        cursor: undefined,
      })
      expect((await index.jobs({ limit: 4 })).cursor).toBeUndefined()
      expect(await ids({ vault: 'Other' })).toEqual(['d'])
      expect(await ids({ resourceArn: 'arn:aws:s3:::none' })).toEqual([])
      expect(await ids({ resourceType: 'Thaw', state: 'COMPLETED' })).toEqual(['c', 'b', 'a'])
      expect(await ids({ createdAfter: 1_002_000, createdBefore: 1_003_000 })).toEqual(['b'])
      expect(await ids({ endedAfter: 1_003_000 })).toEqual(['c'])
      expect(await ids({ endedBefore: 1_003_000 })).toEqual(['b', 'a'])
    })
  })
}
