import { describe, expect, it } from 'vitest'
import { type LedgerPlace, ledgerForEach } from './place.ts'

export function describeDamagedChunks(make: () => Promise<LedgerPlace>): void {
  const { endpoint, jobId } = { endpoint: 'http://one', jobId: 'job-a' }
  const opened = ledgerForEach(make)
  const damage = (object: string, chunkIndex: number, more: object = {}) => ({
    endpoint,
    jobId,
    object,
    objectChecksum: `summary of ${object}`,
    chunkIndex,
    checksum: 'bad',
    reason: 'gone',
    foundAt: 1,
    ...more,
  })

  describe('damaged chunks', () => {
    it('are found by object, job and chunk, and heal by chunk', async () => {
      const { damagedChunks } = opened.ledger
      for (const one of [damage('a', 0), damage('a', 1), damage('b', 0), damage('b', 0, { jobId: 'job-b' })])
        await damagedChunks.record(one)
      const at = { endpoint, jobId }
      expect((await damagedChunks.list(at, { limit: 2 })).map(({ object }) => object)).toEqual(['a', 'a'])
      const behind = { limit: 2, after: { object: 'a', chunkIndex: 1 } }
      expect(await damagedChunks.list(at, behind)).toEqual([damage('b', 0)])
      expect(await damagedChunks.withChunk(endpoint, 'bad', 9)).toHaveLength(4)
      await damagedChunks.healChunk(endpoint, 'bad')
      expect(await damagedChunks.list(at, { limit: 9 })).toEqual([])
    })

    it('take from their contents that they were verified, where they are told together', async () => {
      const { damagedChunks, verification } = opened.ledger
      const objectChecksum = Buffer.alloc(32, 'a').toString('base64')
      const contents = [{ checksum: objectChecksum, bytes: 1 }]
      await verification.recordVerified({ endpoint, jobId, contents, at: 1 })
      await damagedChunks.recordAll([damage('a', 0, { objectChecksum }), damage('b', 0)])
      expect(await verification.verifiedAt(endpoint, [objectChecksum])).toEqual([undefined])
      expect(await damagedChunks.list({ endpoint, jobId }, { limit: 9 })).toHaveLength(2)
    })
  })
}
