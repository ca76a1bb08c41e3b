import { describe, expect, it } from 'vitest'
import type { Ledger } from '../ledger.ts'
import type { VerificationProgress } from '../verification-tasks.ts'
import type { Walked } from '../walked.ts'
import { type LedgerPlace, ledgerForEach } from './place.ts'

const endpoint = 'http://one'
const content = Buffer.alloc(32, 'a').toString('base64')
const progress: VerificationProgress = {
  ...{ position: 'a', objects: 1, bytes: 1, chunks: 1, skippedObjects: 0, damagedObjects: 0, damagedBytes: 0 },
  ...{ aheadObjects: 0, aheadBytes: 0, oldestAt: null, rate: null },
}
const walked: Walked = {
  endpoint,
  jobId: 'job',
  facts: [{ kind: 'verified', name: 'a', checksum: content, bytes: 1, at: 5 }],
  countsEach: false,
}

/** What one process works on is its own. */
export function describeOwned(make: () => Promise<LedgerPlace>): void {
  const at = ledgerForEach(make)
  const create = (ledger: Ledger, id: string, prefix = '') =>
    ledger.verifications.create({ id, endpoint, jobId: 'job', prefix, name: null, since: null, createdAt: 1 })
  const claim = async (ledger: Ledger) => (await ledger.verifications.claim(endpoint, 2))?.id

  describe('a verification', () => {
    it('is walked by one process', async () => {
      await using other = await at.place.open()
      await create(at.ledger, 'one')
      const claimed = await Promise.all([claim(at.ledger), claim(other)])
      expect(claimed.filter((id) => id !== undefined)).toEqual(['one'])
      expect(await at.ledger.verifications.find('one')).toMatchObject({ state: 'running', startedAt: 2 })
    })

    it('is gone on with by another process when the one that walked it is gone, before those that wait', async () => {
      await create(at.ledger, 'one')
      await create(at.ledger, 'two', 'a')
      {
        await using closed = await at.place.open()
        expect(await claim(closed)).toBe('one')
        expect(await claim(at.ledger)).toBe('two')
      }
      await using silent = await at.place.open({ leaseMs: 0 })
      expect(await claim(silent)).toBe('one')
      await using third = await at.place.open()
      expect(await claim(third)).toBe('one')
      expect(await claim(silent)).toBeUndefined()
    })

    it('takes nothing from a process that it was taken from', async () => {
      await using other = await at.place.open({ leaseMs: 0 })
      await create(other, 'one')
      await claim(other)
      expect(await other.verifications.advance('one', walked, progress, 3)).toBe('running')
      await claim(at.ledger)
      const later = { ...walked, facts: [{ ...walked.facts[0]!, checksum: Buffer.alloc(32, 'b').toString('base64') }] }
      expect(await other.verifications.advance('one', later as Walked, { ...progress, objects: 9 }, 4)).toBeUndefined()
      await other.verifications.finish('one', later as Walked, { progress, coverage: undefined, now: 5 })
      expect(await at.ledger.verifications.find('one')).toMatchObject({ state: 'running', objects: 1 })
      const checksums = [content, Buffer.alloc(32, 'b').toString('base64')]
      expect(await at.ledger.verification.verifiedAt(endpoint, checksums)).toEqual([5, undefined])
    })

    it('that another process paused keeps what was done, and says that it is to stop', async () => {
      await using other = await at.place.open()
      await create(at.ledger, 'one')
      await claim(at.ledger)
      expect(await other.verifications.move('one', ['running'], { state: 'paused', now: 3 })).toBe(true)
      expect(await at.ledger.verifications.advance('one', walked, progress, 4)).toBe('paused')
      expect(await other.verifications.find('one')).toMatchObject({ state: 'paused', objects: 1 })
    })

    it('is one for all who ask for the same at the same time', async () => {
      await using other = await at.place.open()
      const asked = await Promise.all([create(at.ledger, 'a'), create(other, 'b'), create(at.ledger, 'c')])
      expect(new Set(asked.map(({ id }) => id)).size).toBe(1)
      expect(await at.ledger.verifications.list({ endpoint, limit: 9 })).toHaveLength(1)
    })

    it('is kept with its end, in one write', async () => {
      await create(at.ledger, 'one')
      await claim(at.ledger)
      const coverage = {
        ...{ jobId: 'job', objects: 1, bytes: 1, totalObjects: 1, totalBytes: 1 },
        ...{ oldestAt: 5, newestAt: 5, countedAt: 5 },
      }
      await at.ledger.verifications.finish('one', walked, { progress, coverage, now: 6 })
      expect(await at.ledger.verifications.find('one')).toMatchObject({ state: 'done', totalObjects: 1, finishedAt: 6 })
      expect(await at.ledger.verification.coverage(endpoint, ['job'])).toEqual([coverage])
    })
  })

  describe('an archive plan', () => {
    it('fails when the process that makes it is gone', async () => {
      const plan = {
        endpoint,
        jobId: 'job',
        format: 'tar',
        title: 'a',
        selection: '[]',
        intact: false,
        naming: 'unix',
        createdAt: 1,
        expiresAt: 9,
      } as const
      await at.ledger.archivePlans.create({ ...plan, id: 'mine' })
      {
        await using other = await at.place.open()
        await other.archivePlans.create({ ...plan, id: 'theirs' })
        expect(await at.ledger.archivePlans.find('theirs', 2)).toMatchObject({ state: 'planning' })
      }
      expect(await at.ledger.archivePlans.find('theirs', 2)).toMatchObject({
        state: 'failed',
        failure: 'Thaw was stopped while it planned this archive.',
      })
      expect(await at.ledger.archivePlans.find('mine', 2)).toMatchObject({ state: 'planning' })
    })
  })
}
