import { describe, expect, it } from 'vitest'
import { type LedgerPlace, ledgerForEach } from './place.ts'

export function describeVerification(make: () => Promise<LedgerPlace>): void {
  const place = ledgerForEach(make)

  const endpoint = 'http://one'
  const sum = (letter: string) => Buffer.alloc(32, letter).toString('base64')
  const read = (jobId: string, letters: string, at: number, bytes = 10) =>
    place.ledger.verification.recordVerified({
      endpoint,
      jobId,
      contents: Array.from(letters, (letter) => ({ checksum: sum(letter), bytes })),
      at,
    })
  const coverage = async (jobId: string) => (await place.ledger.verification.coverage(endpoint, [jobId]))[0]

  describe('coverage', () => {
    it('counts a content of a job once, however often it is read', async () => {
      await read('a', 'xy', 5)
      await read('a', 'yz', 7)
      await read('b', 'x', 9)
      expect(await coverage('a')).toEqual({
        jobId: 'a',
        objects: 3,
        bytes: 30,
        totalObjects: null,
        totalBytes: null,
        oldestAt: 5,
        newestAt: 7,
        countedAt: null,
      })
      expect(await place.ledger.verification.coverage(endpoint, ['none', 'b'])).toMatchObject([
        { jobId: 'b', objects: 1, bytes: 10 },
      ])
      expect(await place.ledger.verification.coverage('http://other', ['a'])).toEqual([])
    })

    it('starts again from the count of the whole job, and never says more than there is', async () => {
      await read('a', 'xy', 5)
      const whole = { jobId: 'a', objects: 4, bytes: 40, totalObjects: 5, totalBytes: 50, oldestAt: 5, newestAt: 20 }
      await place.ledger.verification.setCoverage(endpoint, { ...whole, countedAt: 20 })
      await read('a', 'x', 30)
      expect(await coverage('a')).toEqual({ ...whole, newestAt: 30, countedAt: 20 })
      await read('a', 'n', 31) // was damaged, is healed
      expect(await coverage('a')).toMatchObject({ objects: 5, bytes: 50 })
      await read('a', 'm', 32)
      expect(await coverage('a')).toMatchObject({ objects: 5, bytes: 50, newestAt: 32 })
    })

    it('knows when a content was last verified, until it is found damaged', async () => {
      await read('a', 'xy', 5)
      await read('b', 'x', 3)
      expect(await place.ledger.verification.verifiedAt(endpoint, [sum('x'), sum('q')])).toEqual([5, undefined])
      await place.ledger.verification.forgetContent(endpoint, sum('x'))
      expect(await place.ledger.verification.verifiedAt(endpoint, [sum('x'), sum('y')])).toEqual([undefined, 5])
    })
  })
}
