import type { ChunkUse } from '@aws-sdk/client-backupstorage/extensions'
import { describe, expect, it } from 'vitest'
import { openEngine, sha256, summaryOf, type TestEngine } from './testing.ts'

async function job(test: TestEngine, objects: Record<string, string>): Promise<string> {
  const id = await test.start()
  for (const [name, content] of Object.entries(objects)) await test.put(id, name, content)
  await test.call('commitBackupJob', { BackupJobId: id })
  test.clock.now += 1000
  return id
}

/** Flips a byte of what is stored. */
function damage(test: TestEngine, content: string): void {
  test.chunks.bytes.get(sha256(content))![0]! ^= 1
}

describe('ListChunkUses', () => {
  it('names objects and jobs that have the chunk, its state, and the newest version without damage', async () => {
    await using test = await openEngine()
    const one = await job(test, { a: 'first', b: 'same' })
    const two = await job(test, { a: 'second' })
    const three = await job(test, { a: 'third' })
    damage(test, 'third')
    damage(test, 'second')
    const uses = await test.call('listChunkUses', { ChunkChecksum: sha256('third') })
    expect(uses).toEqual({
      ChunkState: 'DAMAGED',
      ChunkLength: 5,
      ChunkUseList: [
        {
          ObjectName: 'a',
          ObjectChecksum: summaryOf('third'),
          ObjectLength: 5,
          CreationTime: new Date(test.clock.now - 1000),
          ChunkIndex: 0,
          ChunkCount: 1,
          StorageJobIds: [three],
          StorageJobCount: 1,
          ResourceArn: expect.stringMatching(/^arn:/),
          BackupVaultName: 'Default',
          FirstJobCreationDate: new Date(test.clock.now - 1000),
          LastJobCreationDate: undefined, // jobs to come show it as well
          IntactVersion: {
            StorageJobId: one, // the second is damaged as well
            ObjectChecksum: summaryOf('first'),
            ObjectLength: 5,
            CreationTime: new Date(test.clock.now - 3000),
          },
        },
      ],
      NextToken: undefined,
    })
    const shared = await test.call('listChunkUses', { ChunkChecksum: sha256('same') })
    expect(shared.ChunkState).toBe('STORED')
    expect(shared.ChunkUseList).toMatchObject([{ ObjectName: 'b', StorageJobIds: [three, two, one] }])
    expect(shared.ChunkUseList![0]!.IntactVersion).toBeUndefined()
    const replaced = await test.call('listChunkUses', { ChunkChecksum: sha256('first') })
    expect(replaced.ChunkUseList).toMatchObject([
      {
        StorageJobIds: [one],
        FirstJobCreationDate: new Date(test.clock.now - 3000),
        LastJobCreationDate: new Date(test.clock.now - 3000),
      },
    ])
  })

  it('a chunk that is gone is missing; put again it is stored', async () => {
    await using test = await openEngine()
    await job(test, { a: 'content' })
    test.chunks.bytes.delete(sha256('content'))
    const state = async () => (await test.call('listChunkUses', { ChunkChecksum: sha256('content') })).ChunkState
    expect(await state()).toBe('MISSING')
    await job(test, { copy: 'content' })
    expect(await state()).toBe('STORED')
  })

  it('W19 pages with a token of its own chunk only; refuses what is no checksum and says what is unknown', async () => {
    await using test = await openEngine()
    await job(test, { a: 'shared', b: 'shared', c: 'shared', d: 'other' })
    const ChunkChecksum = sha256('shared')
    const names: (string | undefined)[] = []
    let NextToken: string | undefined
    do {
      const page = await test.call('listChunkUses', { ChunkChecksum, MaxResults: 1, NextToken })
      names.push(...page.ChunkUseList!.map(({ ObjectName }: ChunkUse) => ObjectName))
      NextToken = page.NextToken
    } while (NextToken)
    expect(names).toEqual(['c', 'b', 'a'])

    const first = await test.call('listChunkUses', { ChunkChecksum, MaxResults: 1 })
    const illegal = { name: 'IllegalArgumentException' }
    const wrong = [
      { ChunkChecksum: sha256('other'), NextToken: first.NextToken },
      { ChunkChecksum, NextToken: 'none' },
      { ChunkChecksum, MaxResults: 101 },
      { ChunkChecksum: 'short' },
      {},
    ]
    for (const input of wrong) await expect(test.call('listChunkUses', input)).rejects.toMatchObject(illegal)
    const unknown = test.call('listChunkUses', { ChunkChecksum: sha256('never') })
    await expect(unknown).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  })
})
