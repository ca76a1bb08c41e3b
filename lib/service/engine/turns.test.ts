/** The records beside the chunks tell what the index knows: none of a write that was refused, and in its order. */
import { expect, it } from 'vitest'
import { openEngine, summaryOf, type TestEngine } from './testing.ts'

const events = (test: TestEngine) => test.chunks.manifests.map(({ json }) => JSON.parse(json))
const counted = (results: PromiseSettledResult<unknown>[]) =>
  results.filter(({ status }) => status === 'fulfilled').length

it('a start that is refused, or that gives the job of its token again, leaves no record', async () => {
  await using test = await openEngine()
  const job = await test.start({ IdempotencyToken: 't' })
  expect(await test.start({ IdempotencyToken: 't' })).toBe(job)
  await expect(test.start()).rejects.toMatchObject({ name: 'ConflictException' })
  await expect(test.start({ IdempotencyToken: 't', BackupVaultName: 'Other' })).rejects.toThrow('IdempotencyToken')
  expect(events(test)).toMatchObject([{ event: 'start', job }])
})

it('of many puts at once that want no duplicate one is taken, and one has a record', async () => {
  await using test = await openEngine()
  const job = await test.start()
  const puts = Array.from({ length: 20 }, (_, i) => test.put(job, 'x', `${i}`, { ThrowOnDuplicate: true }))
  expect(counted(await Promise.allSettled(puts))).toBe(1)
  const [object] = await test.list(job)
  expect(events(test)).toMatchObject([{ event: 'start' }, { event: 'put', checksum: object!.ObjectChecksum }])
})

it('of puts and deletions of one name at once the last record is what the index has', async () => {
  await using test = await openEngine()
  const job = await test.start()
  for (let round = 0; round < 10; round++) {
    const writes = Array.from({ length: 8 }, (_, i) =>
      i % 4 === 3 ? test.call('deleteObject', { BackupJobId: job, ObjectName: 'x' }) : test.put(job, 'x', `${i}`),
    )
    await Promise.allSettled(writes)
    const [object] = await test.list(job)
    const last = events(test).at(-1)
    expect(last.event === 'put' ? last.checksum : undefined).toBe(object?.ObjectChecksum)
  }
})

it('no object has a record behind the end of its job, and none that was refused has one', async () => {
  await using test = await openEngine()
  for (let round = 0; round < 10; round++) {
    const job = await test.start()
    await test.put(job, 'gone', 'x')
    const writes = [
      ...Array.from({ length: 6 }, (_, i) => test.put(job, `${i}`, `${round} ${i}`)),
      test.call(round % 2 ? 'commitBackupJob' : 'stopBackupJob', { BackupJobId: job }),
      test.call('deleteObject', { BackupJobId: job, ObjectName: 'gone' }),
      test.put(job, 'late', 'late'),
    ]
    const taken = counted(await Promise.allSettled(writes))
    const mine = events(test).filter((event) => event.job === job)
    expect(mine.at(-1).event).toBe(round % 2 ? 'commit' : 'abort')
    expect(mine.length).toBe(taken + 2) // the start, and the object that was there
  }
})

it('M08 of two completions with different metadata one wins whole, and one has a record', async () => {
  await using test = await openEngine()
  const job = await test.start()
  for (let round = 0; round < 10; round++) {
    const name = `object ${round}`
    const upload = await test.upload(job, name)
    await test.chunk(job, upload, 0, name)
    const complete = (MetadataString: string) => test.complete(job, upload, [name], { MetadataString })
    const results = await Promise.allSettled(['one', 'other', 'one', 'other'].map(complete))
    const object = (await test.list(job)).find(({ Name }) => Name === name)
    const winner = results[0]!.status === 'fulfilled' ? 'one' : 'other'
    expect(object).toMatchObject({ MetadataString: winner, ObjectChecksum: summaryOf(name) })
    expect(results.map(({ status }) => status === 'fulfilled')).toEqual(
      ['one', 'other', 'one', 'other'].map((metadata) => metadata === winner),
    )
    expect(events(test).filter((event) => event.name === name)).toMatchObject([{ metadata: winner }])
  }
})

it('W09 a chunk that comes while its upload is completed is in the object or refused', async () => {
  await using test = await openEngine()
  const job = await test.start()
  for (let round = 0; round < 10; round++) {
    const name = `object ${round}`
    const upload = await test.upload(job, name)
    await test.chunk(job, upload, 0, 'a')
    const [chunk, completion] = await Promise.allSettled([
      test.chunk(job, upload, 1, 'b'),
      test.complete(job, upload, round % 2 ? ['a'] : ['a', 'b']),
    ])
    const records = events(test).filter((event) => event.name === name)
    expect(records.length).toBe(completion.status === 'fulfilled' ? 1 : 0)
    expect(chunk.status === 'fulfilled' && completion.status === 'fulfilled').toBe(
      completion.status === 'fulfilled' && records[0].chunkCount === 2,
    )
  }
})
