import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { brokenLists } from '../check/compare.ts'
import { checksumOf, temporaryFolder } from '../chunks/testing.ts'
import { type JobEvent, jobRecord, ObjectManifest, objectRecord, PART } from '../engine/manifests.ts'
import { openSqliteIndex } from '../index/sqlite/index.ts'
import { type IndexStore, LEASE_MS } from '../index-store.ts'
import type { ManifestRecord, StoreEntry } from '../ports.ts'
import { buildIndex } from './build.ts'

/** An index made of these records in this order, and of no chunks. */
async function indexOf(records: ManifestRecord[], look: (index: IndexStore, file: string) => Promise<void>) {
  await using folder = await temporaryFolder()
  const directory = join(folder.path, 'index')
  await mkdir(directory)
  const file = join(directory, 'index.sqlite')
  async function* entries(): AsyncGenerator<StoreEntry> {
    for (const [sequence, record] of records.entries()) yield { kind: 'manifest', manifest: { ...record, sequence } }
  }
  const mark = { generation: 'g', openings: 1 }
  const report = await buildIndex({ chunks: { entries }, file, scratch: join(folder.path, 's'), mark, now: 0 })
  await using index = await openSqliteIndex({ directory })
  await look(index, file)
  return report
}

const timeline = { vault: 'Default', resourceArn: 'arn:r', resourceType: 'Thaw', roleArn: 'arn:role' }
type Start = Extract<JobEvent, { event: 'start' }>
const start = (job: string, at: number, more: Partial<Start> = {}) =>
  jobRecord({ v: 1, event: 'start', job, at, ...timeline, takeOver: false, ...more })
const end = (event: 'commit' | 'delete', job: string, at: number) => jobRecord({ v: 1, event, job, at })
const put = (job: string, name: string, at: number) =>
  new ObjectManifest().records({ job, at, name, checksum: checksumOf(Buffer.alloc(0)) })[0]!

const namesOf = async (index: IndexStore, jobId: string) =>
  (await index.objects({ jobId, limit: 100 }))?.objects.map(({ name }) => name)

describe('a rebuild', () => {
  it('puts together objects whose chunks take more than one record', async () => {
    const manifest = new ObjectManifest()
    const digests = Array.from({ length: PART + 2 }, (_, i) => checksumOf(Buffer.from(`${i % 7}`)))
    for (const checksum of digests) manifest.add({ checksum, length: 3 })
    const checksum = checksumOf(Buffer.concat(digests.map((digest) => Buffer.from(digest, 'base64'))))
    const records = manifest.records({ job: 'one', at: 2, name: 'long', checksum })
    expect(records).toHaveLength(3)
    await indexOf([start('one', 1), ...records, end('commit', 'one', 3)], async (index, file) => {
      const object = (await index.objects({ jobId: 'one', limit: 1 }))!.objects[0]!
      expect(object).toMatchObject({ name: 'long', chunkCount: PART + 2, length: 3 * (PART + 2), checksum })
      expect(brokenLists(file)).toEqual([])
    })
    const without = await indexOf([start('one', 1), ...records.slice(1), end('commit', 'one', 3)], async (index) => {
      expect(await namesOf(index, 'one')).toEqual([])
    })
    expect(without.brokenPuts).toEqual([{ job: 'one', name: 'long' }])
  })

  it('knows that a job which `thaw backup` started is resumable, also where an older version did not say so', async () => {
    const roleArn = 'arn:aws:iam::000000000000:role/thaw'
    const records = [
      start('ours', 1, { resourceArn: 'arn:one', roleArn }),
      put('ours', 'a', 2),
      start('foreign', 3, { resourceArn: 'arn:two' }),
      put('foreign', 'a', 4),
      start('said', 5, { resourceArn: 'arn:three', roleArn, replaces: null }),
    ]
    await indexOf(records, async (index) => {
      const resumable = async (id: string) => (await index.job(id))?.resumable
      expect(await Promise.all(['ours', 'foreign', 'said'].map(resumable))).toEqual([true, false, false])
    })
  })

  it('counts a start of an older version only where its job is heard of again, later ones by themselves', async () => {
    const records = [
      start('one', 1),
      put('one', 'a', 2),
      start('refused', 3),
      put('one', 'b', 4),
      end('commit', 'one', 5),
      start('two', 6, { replaces: null }),
    ]
    await indexOf(records, async (index) => {
      expect((await index.jobs({ limit: 10 })).jobs.map(({ id, state }) => [id, state])).toEqual([
        ['two', 'RUNNING'],
        ['one', 'COMPLETED'],
      ])
      expect(await namesOf(index, 'two')).toEqual(['a', 'b'])
    })
  })

  it('takes a start that another one knows nothing of for one that never was', async () => {
    const records = [start('never', 1, { replaces: null }), start('one', 2, { replaces: null })]
    await indexOf(records, async (index) => {
      expect((await index.jobs({ limit: 10 })).jobs).toMatchObject([{ id: 'one', number: 1 }])
    })
  })

  it('goes by the last end of a job, and leaves out what is recorded behind it', async () => {
    const records = [
      start('one', 1),
      put('one', 'a', 2),
      end('commit', 'one', 3), // the process died before the index took it
      put('one', 'b', 4),
      end('commit', 'one', 5),
      put('one', 'late', 6),
    ]
    await indexOf(records, async (index) => {
      expect(await index.job('one')).toMatchObject({ state: 'COMPLETED', endedAt: 5, objects: 2 })
      expect(await namesOf(index, 'one')).toEqual(['a', 'b'])
    })
  })

  it('keeps the job that goes on, where the start of another one never came into the index', async () => {
    const replaces = { job: 'one', lapsed: false, objects: 1, bytes: 0, newBytes: 0 }
    const took = [
      start('one', 1, { replaces: null }),
      put('one', 'a', 2),
      start('never', 3, { replaces, takeOver: true }), // its row failed
      put('one', 'b', 4),
    ]
    const { lostJobs } = await indexOf([...took, end('commit', 'one', 5)], async (index) => {
      expect((await index.jobs({ limit: 10 })).jobs).toMatchObject([{ id: 'one', state: 'COMPLETED', objects: 2 }])
    })
    expect(lostJobs).toEqual([])

    const again = { ...replaces, objects: 2 }
    await indexOf([...took, start('two', 5, { replaces: again, takeOver: true })], async (index) => {
      expect((await index.jobs({ limit: 10 })).jobs).toMatchObject([
        { id: 'two', number: 2, state: 'RUNNING' },
        { id: 'one', number: 1, state: 'ABORTED', objects: 2 },
      ])
    })
    const both = [...took.slice(0, 3), start('two', 4, { replaces, takeOver: true })]
    await indexOf(both, async (index) => {
      expect((await index.jobs({ limit: 10 })).jobs.map(({ id }) => id)).toEqual(['two', 'one'])
    })
  })

  it('keeps the backup of a start that was repeated with its token after the first one had failed', async () => {
    const records = [
      start('never', 1, { replaces: null, token: 't' }),
      start('one', 2, { replaces: null, token: 't' }),
      put('one', 'a', 3),
      end('commit', 'one', 4),
    ]
    await indexOf(records, async (index) => {
      expect((await index.jobs({ limit: 10 })).jobs).toMatchObject([{ id: 'one', number: 1, state: 'COMPLETED' }])
      expect(await namesOf(index, 'one')).toEqual(['a'])
    })
  })

  it('does not complete a job whose place another one took afterwards', async () => {
    const replaces = { job: 'one', lapsed: true, objects: 1, bytes: 0, newBytes: 0 }
    const records = [
      start('one', 1, { replaces: null }),
      put('one', 'a', 2),
      end('commit', 'one', 3), // its row failed
      start('two', 4, { replaces }),
      put('two', 'b', 5),
      end('commit', 'two', 6),
    ]
    await indexOf(records, async (index) => {
      expect((await index.job('one'))?.state).toBe('ABORTED')
      expect(await namesOf(index, 'two')).toEqual(['b'])
    })
  })

  it('names a job whose start is lost', async () => {
    const { lostJobs } = await indexOf([put('one', 'a', 2), end('commit', 'one', 3)], async (index) => {
      expect((await index.jobs({ limit: 10 })).jobs).toEqual([])
    })
    expect(lostJobs).toEqual(['one'])
  })

  it('names a job with other bytes than it was completed with: an older version recorded a put that it then refused', async () => {
    const longer = new ObjectManifest()
    longer.add({ checksum: checksumOf(Buffer.from('longer')), length: 6 })
    const checksum = checksumOf(Buffer.from(checksumOf(Buffer.from('longer')), 'base64'))
    const records = [
      start('one', 1),
      put('one', 'a', 2),
      ...longer.records({ job: 'one', at: 3, name: 'a', checksum }),
      jobRecord({ v: 1, event: 'commit', job: 'one', at: 4, objects: 1, bytes: 0, newBytes: 0 }),
    ]
    const { shortfalls } = await indexOf(records, async () => {})
    expect(shortfalls).toEqual([{ job: 'one', objects: 1, bytes: 6, recorded: { objects: 1, bytes: 0 } }])
  })

  it('gives a running job the lease of the last write that was recorded', async () => {
    const remove = objectRecord({ v: 1, event: 'remove', job: 'one', name: 'a', at: 9 })
    await indexOf([start('one', 1), put('one', 'a', 5), remove], async (index) => {
      expect(await index.job('one')).toMatchObject({ state: 'RUNNING', leaseUntil: 9 + LEASE_MS, objects: 0 })
    })
  })

  it('says of records that cannot be understood, and refuses those of a newer version by name', async () => {
    const half = { kind: 'job', json: 'half' } as const
    const { brokenRecords } = await indexOf([start('one', 1), half, { kind: 'job', json: '{"v":1}' }], async () => {})
    expect(brokenRecords).toBe(2)
    const strange = { kind: 'job', json: '{"v":1,"job":"one","event":"blessed","at":1}' } as const
    const newer = { kind: 'job', json: '{"v":2,"job":"one"}' } as const
    await expect(indexOf([start('one', 1), strange, strange, newer], async () => {})).rejects.toThrow(
      'records that this version of Thaw does not know (2 of kind "blessed", 1 of format 2); use the newer version',
    )
  })

  it('does not do what a void takes back, and does what a void of the void gives back', async () => {
    const takeBack = (of: number) => jobRecord({ v: 1, event: 'void', of, at: 9 })
    const records = [
      start('one', 1, { replaces: null }),
      put('one', 'a', 2),
      end('commit', 'one', 3),
      end('delete', 'one', 4), // 3: its row failed
      takeBack(3),
    ]
    await indexOf(records, async (index) => {
      expect(await index.job('one')).toMatchObject({ state: 'COMPLETED' })
      expect(await namesOf(index, 'one')).toEqual(['a'])
    })
    await indexOf([...records, takeBack(4)], async (index) => {
      expect(await index.job('one')).toBeUndefined()
    })
  })
})
