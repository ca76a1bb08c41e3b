import { describe, expect, it } from 'vitest'
import { type CoverageFacts, coverageShare } from './coverage.ts'

const verified = (part: Partial<CoverageFacts>): CoverageFacts => ({
  objects: 10,
  bytes: 1000,
  totalObjects: 10,
  totalBytes: 1000,
  oldestAt: 1,
  newestAt: 2,
  ...part,
})

describe('coverage', () => {
  it('is whole only where nothing is missing', () => {
    expect(coverageShare(verified({}), {})).toBe('100 %')
    expect(coverageShare(verified({ bytes: 999 }), {})).toBe('99 %')
    expect(coverageShare(verified({ objects: 9 }), {})).toBe('99 %')
    expect(coverageShare(verified({ objects: 0, bytes: 0, totalObjects: 0, totalBytes: 0 }), { size: 0 })).toBe('100 %')
  })

  it('is a lower bound until the whole was counted', () => {
    const part = verified({ totalObjects: null, totalBytes: null })
    expect(coverageShare(part, { objects: 40, size: 4000 })).toBe('≥ 25 %')
    expect(coverageShare(part, { objects: 40, size: 4_000_000 })).toBe('< 1 %')
    expect(coverageShare(part, { objects: 10, size: 1000 })).toBe('100 %')
    expect(coverageShare(part, {})).toBe('partly')
  })

  it('is not whole where only objects without bytes, or an unknown number of objects, are missing', () => {
    const part = verified({ totalObjects: null, totalBytes: null })
    expect(coverageShare(part, { objects: 11, size: 1000 })).toBe('≥ 99 %')
    expect(coverageShare(part, { size: 1000 })).toBe('≥ 99 %')
  })
})
