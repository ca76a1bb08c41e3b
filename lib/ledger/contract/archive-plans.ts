import { describe, expect, it } from 'vitest'
import type { PlannedEntry, TakenName } from '../archive-entries.ts'
import { LedgerError } from '../ledger-error.ts'
import { type LedgerPlace, ledgerForEach } from './place.ts'

export function describeArchivePlans(make: () => Promise<LedgerPlace>): void {
  const at = ledgerForEach(make)

  const plan = {
    id: 'plan-1',
    endpoint: 'http://one',
    jobId: 'job-a',
    format: 'tar' as const,
    title: 'folder',
    selection: '[]',
    intact: false,
    naming: 'portable' as const,
    createdAt: 1000,
    expiresAt: 2000,
  }
  const entry = (position: number, more: Partial<PlannedEntry> = {}): PlannedEntry => ({
    position,
    place: position * 1000,
    name: `f${position}`,
    type: 'file',
    size: 100,
    mtime: 1_700_000_000_123_456_789n,
    mode: 0o644,
    target: null,
    owner: null,
    xattrs: null,
    link: null,
    segments: null,
    without: null,
    crc32: null,
    sha256: null,
    object: `f${position}`,
    checksum: `summary-${position}`,
    chunks: 1,
    token: null,
    chunkToken: null,
    skipped: null,
    damaged: false,
    ...more,
  })

  const totals = {
    ...{ objects: 0, bytes: 0, changed: 0, skipped: 0, damaged: 0 },
    ...{ distinctBytes: 0, distinctAtMost: false },
  }
  const batch = (...entries: PlannedEntry[]) => ({ entries, names: [] as TakenName[], totals })

  describe('archive plans', () => {
    it('take entries, names and totals at once, or none of them', async () => {
      await at.ledger.archivePlans.create(plan)
      const names: TakenName[] = [{ key: 'f0', kind: 'file', next: 2 }]
      await at.ledger.archivePlans.append('plan-1', { entries: [entry(0)], names, totals: { ...totals, objects: 1 } })
      const again = {
        entries: [entry(1), entry(0)],
        names: [{ ...names[0]!, next: 9 }],
        totals: { ...totals, objects: 2 },
      }
      await expect(at.ledger.archivePlans.append('plan-1', again)).rejects.toThrow(LedgerError)
      expect(await at.ledger.archivePlans.names('plan-1', ['f0', 'f1'])).toEqual(names)
      expect(await at.ledger.archivePlans.from('plan-1', 0, 9)).toHaveLength(1)
      expect(await at.ledger.archivePlans.find('plan-1', 1500)).toMatchObject({ totals: { objects: 1 } })
    })

    it('reads entries back by position and by the byte they hold', async () => {
      await at.ledger.archivePlans.create(plan)
      await at.ledger.archivePlans.append('plan-1', batch(entry(0), entry(1), entry(2)))
      await at.ledger.archivePlans.append('plan-1', batch(entry(3, { place: null, skipped: 'damaged' }), entry(4)))
      const positions = (list: PlannedEntry[]) => list.map(({ position }) => position)
      expect(await at.ledger.archivePlans.from('plan-1', 1, 1)).toEqual([{ ...entry(1), learnedCrc32: null }])
      expect(positions(await at.ledger.archivePlans.holding('plan-1', 1999, 2))).toEqual([1, 2])
      expect(positions(await at.ledger.archivePlans.holding('plan-1', 2000, 9))).toEqual([2, 4])
      expect(positions(await at.ledger.archivePlans.behind('plan-1', 2000, 9))).toEqual([4])
      expect(positions(await at.ledger.archivePlans.notable('plan-1', 0, 9))).toEqual([3])
    })

    it('keeps what the names are made for', async () => {
      await at.ledger.archivePlans.create({ ...plan, naming: 'unix' })
      expect(await at.ledger.archivePlans.find('plan-1', 1500)).toMatchObject({ naming: 'unix', intact: false })
    })

    it('knows whether all contents in front of a place have a CRC, from this plan or another read', async () => {
      await at.ledger.archivePlans.create(plan)
      await at.ledger.archivePlans.append('plan-1', batch(entry(0, { crc32: 7 }), entry(1), entry(2)))
      expect(await at.ledger.archivePlans.crcsKnownBefore('plan-1', 1000)).toBe(true)
      expect(await at.ledger.archivePlans.crcsKnownBefore('plan-1', 2000)).toBe(false)
      await at.ledger.knownContents.learn([{ checksum: 'summary-1', crc32: 9 }])
      expect(await at.ledger.archivePlans.crcsKnownBefore('plan-1', 2000)).toBe(true)
      expect((await at.ledger.archivePlans.from('plan-1', 1, 1))[0]!.learnedCrc32).toBe(9)
    })

    it('forgets what expired in slices, and nothing else', async () => {
      await at.ledger.archivePlans.create(plan)
      await at.ledger.archivePlans.create({ ...plan, id: 'plan-2', expiresAt: 9000 })
      for (const id of ['plan-1', 'plan-2'])
        await at.ledger.archivePlans.append(id, batch(entry(0), entry(1), entry(2)))
      expect(await at.ledger.archivePlans.find('plan-1', 2000)).toBeUndefined()
      let steps = 0
      while (await at.ledger.archivePlans.sweep(2000, 2)) steps++
      expect(steps).toBe(2)
      expect(await at.ledger.archivePlans.from('plan-1', 0, 9)).toEqual([])
      expect(await at.ledger.archivePlans.from('plan-2', 0, 9)).toHaveLength(3)
    })

    it('adds to what is known of a content and never forgets the other half', async () => {
      await at.ledger.knownContents.learn([{ checksum: 'a', sha256: 'x' }])
      await at.ledger.knownContents.learn([{ checksum: 'a', crc32: 5 }])
      expect(await at.ledger.knownContents.find('a')).toEqual({ sha256: 'x', crc32: 5 })
    })
  })
}
