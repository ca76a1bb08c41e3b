import { describe, expect, it } from 'vitest'
import { type LedgerPlace, ledgerForEach } from './place.ts'

export function describeSignIn(make: () => Promise<LedgerPlace>): void {
  const at = ledgerForEach(make)
  const code = Buffer.alloc(32, 7)
  const guesser = { name: 'somebody', since: 0, most: 3 }

  describe('signing in', () => {
    it('uses a code up once, whoever takes it at the same time', async () => {
      await using other = await at.place.open()
      await at.ledger.signIn.addCode(code, 100, 1)
      const taken = [at.ledger, other, at.ledger].map((ledger) => ledger.signIn.takeCode(code, guesser, 2))
      expect((await Promise.all(taken)).toSorted()).toEqual(['taken', 'wrong', 'wrong'])
    })

    it('counts guesses that are made at the same time', async () => {
      const guesses = Array.from({ length: 9 }, (_, i) => at.ledger.signIn.takeCode(Buffer.from([i]), guesser, 2))
      const answers = await Promise.all(guesses)
      expect(answers.filter((answer) => answer === 'wrong')).toHaveLength(3)
      expect(answers.filter((answer) => answer === 'too many guesses')).toHaveLength(6)
      await at.ledger.signIn.addFailedGuess(guesser, 3)
      expect(await at.ledger.signIn.failedGuesses('somebody', 0)).toBe(3)
    })

    it('takes no code that expired', async () => {
      await at.ledger.signIn.addCode(code, 100, 1)
      expect(await at.ledger.signIn.takeCode(code, guesser, 100)).toBe('wrong')
    })

    it('keeps sessions until they are removed or have ended', async () => {
      const { sessions } = at.ledger
      await sessions.add(code, 1000)
      await sessions.touch(code, 1500)
      expect(await sessions.find(code)).toEqual({ createdAt: 1000, seenAt: 1500 })
      await sessions.removeEnded({ createdBefore: 0, seenBefore: 1501 })
      expect(await sessions.find(code)).toBeUndefined()
    })
  })

  describe('remembered jobs', () => {
    it('of one endpoint are listed newest first, each once', async () => {
      const { rememberedJobs } = at.ledger
      await rememberedJobs.add('http://one', 'job-a', 1)
      await rememberedJobs.add('http://one', 'job-b', 2)
      await rememberedJobs.add('http://two', 'job-c', 3)
      await rememberedJobs.add('http://one', 'job-a', 4)
      const ids = async () => (await rememberedJobs.list('http://one')).map(({ jobId }) => jobId)
      expect(await ids()).toEqual(['job-a', 'job-b'])
      await rememberedJobs.remove('http://one', 'job-a')
      expect(await ids()).toEqual(['job-b'])
    })
  })

  describe('a ledger', () => {
    it('tells each process what another one wrote', async () => {
      await using other = await at.place.open()
      await at.ledger.rememberedJobs.add('http://one', 'job-a', 1)
      expect(await other.rememberedJobs.list('http://one')).toHaveLength(1)
    })

    it('brings what is kept of a storage to another key; what is known of others stays with them', async () => {
      const content = { checksum: 'c2Ft', bytes: 1 }
      const verified = async (endpoint: string) => (await at.ledger.verification.coverage(endpoint, ['job'])).length
      for (const endpoint of ['http://here', 'http://elsewhere']) {
        await at.ledger.verification.recordVerified({ endpoint, jobId: 'job', contents: [content], at: 1 })
        await at.ledger.rememberedJobs.add(endpoint, 'job', 1)
      }
      await at.ledger.rememberedJobs.add('store:one', 'job', 2)
      await at.ledger.storages.adopt('http://here', 'store:one')
      expect(await Promise.all(['store:one', 'http://here', 'http://elsewhere'].map(verified))).toEqual([1, 0, 1])
      expect(await at.ledger.rememberedJobs.list('store:one')).toMatchObject([{ jobId: 'job' }])
      expect(await at.ledger.rememberedJobs.list('http://here')).toEqual([])
    })
  })
}
