import { describe, expect, it } from 'vitest'
import { type LedgerPlace, ledgerForEach } from './place.ts'

export function describeReceipts(make: () => Promise<LedgerPlace>): void {
  const at = ledgerForEach(make)
  const receipt = { kind: 'object', actor: 'session', endpoint: 'http://one', jobId: 'job-a', subject: 'f' } as const
  const end = { sentBytes: 5, items: 1, failedItems: 0, expectedBytes: 5 }

  describe('receipts', () => {
    it('are listed newest first, by keyset, by job and by state', async () => {
      const { receipts } = at.ledger
      for (const [id, startedAt] of [
        ['a', 1],
        ['b', 2],
        ['c', 2],
        ['d', 3],
      ] as const)
        await receipts.start({ ...receipt, id, startedAt, jobId: id === 'a' ? 'job-z' : 'job-a' })
      await receipts.finish({ ...end, id: 'd', state: 'verified' }, 9)
      const ids = async (query: object) => (await receipts.list({ limit: 2, ...query })).map(({ id }) => id)
      expect(await ids({})).toEqual(['d', 'c'])
      expect(await ids({ after: { startedAt: 2, id: 'c' } })).toEqual(['b', 'a'])
      expect(await ids({ jobId: 'job-z' })).toEqual(['a'])
      expect(await ids({ state: 'verified' })).toEqual(['d'])
      expect(await ids({ state: 'running' })).toEqual(['c', 'b'])
      expect(await receipts.find('d')).toMatchObject({ state: 'verified', sentBytes: 5, finishedAt: 9 })
    })

    it('run as long as their owner is there, whoever looks', async () => {
      await using other = await at.place.open()
      await at.ledger.receipts.start({ ...receipt, id: 'mine', startedAt: 1 })
      await other.receipts.start({ ...receipt, id: 'theirs', startedAt: 1 })
      for (const ledger of [at.ledger, other])
        for (const id of ['mine', 'theirs']) expect(await ledger.receipts.find(id)).toMatchObject({ state: 'running' })
    })

    it('are broken when their owner is gone, as of its last sign of life', async () => {
      {
        await using other = await at.place.open()
        await other.receipts.start({ ...receipt, id: 'closed', startedAt: 1 })
        await other.receipts.progress([{ ...end, id: 'closed' }], 7)
      }
      await using silent = await at.place.open({ leaseMs: 0 })
      await silent.receipts.start({ ...receipt, id: 'silent', startedAt: 2 })
      const broken = await at.ledger.receipts.list({ limit: 9, state: 'broken' })
      expect(broken).toMatchObject([
        { id: 'silent', state: 'broken', finishedAt: 2 },
        { id: 'closed', state: 'broken', sentBytes: 5, finishedAt: 7 },
      ])
      expect(await at.ledger.receipts.list({ limit: 9, state: 'running' })).toEqual([])
      await silent.receipts.finish({ ...end, id: 'silent', state: 'verified' }, 9)
      expect(await at.ledger.receipts.find('silent')).toMatchObject({ state: 'verified', finishedAt: 9 })
    })
  })
}
