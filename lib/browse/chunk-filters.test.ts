import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { checksumFilter, chunkFilter, chunkStart, type KnownOfChunks } from './chunk-filters.ts'

describe('where a list of chunks begins', () => {
  it.each([
    ['0', { index: 0 }],
    [' 1,200 ', { index: 1200 }],
    ['5 MiB', { offset: 5 * 1024 * 1024 }],
    ['1.5kib', { offset: 1536 }],
    ['512 B', { offset: 512 }],
    ['0x1000', { offset: 4096 }],
  ])('%j is read', (text, start) => expect(chunkStart(text)).toEqual(start))

  it.each(['', 'abc', '-1', '1.5', '5 MB', '0x', '99999999999999999999', '9999999 TiB'])('%j is no place', (text) =>
    expect(chunkStart(text)).toBeUndefined(),
  )
})

describe('a SHA-256', () => {
  const digest = createHash('sha256').update('chunk 7').digest()
  const base64 = digest.toString('base64')
  const hex = digest.toString('hex')

  it.each([hex, hex.toUpperCase(), hex.slice(0, 7), base64, base64.slice(0, 5), ` ${base64.slice(0, 43)}`])(
    'is found by %s',
    (text) => expect(checksumFilter(text)?.(base64)).toBe(true),
  )

  it('is not found by another, nor by base64 in the wrong case', () => {
    const other = `${hex.startsWith('0') ? '1' : '0'}${hex.slice(1)}`
    for (const text of [other, hex.slice(1), base64.toLowerCase()]) expect(checksumFilter(text)?.(base64)).toBe(false)
  })

  it.each(['', 'not a checksum', '_', 'abc=', 'é', 'f'.repeat(65)])('cannot begin with %j', (text) =>
    expect(checksumFilter(text)).toBeUndefined(),
  )
})

describe('filters of chunks', () => {
  const none = { state: null, from: '', sha256: '' }
  const nothing: KnownOfChunks = { damaged: new Set(), damagedChecksums: new Set(), verified: false }
  const checksum = (text: string) => createHash('sha256').update(text).digest('base64')
  const chunks = ['a', 'b', 'c', 'b', 'd'].map((text, index) => ({
    index,
    offset: index * 100,
    length: 100,
    checksum: checksum(text),
    isShared: text === 'b',
  }))
  const indices = (asked: Partial<Parameters<typeof chunkFilter>[0]>, known = nothing) => {
    const passes = chunkFilter({ ...none, ...asked }, known)
    return passes && chunks.filter(passes).map(({ index }) => index)
  }

  it('let everything through until one is set, and count together', () => {
    expect(indices({})).toEqual([0, 1, 2, 3, 4])
    expect(indices({ from: '3' })).toEqual([3, 4])
    expect([indices({ from: '299 B' }), indices({ from: '300 B' })]).toEqual([
      [2, 3, 4],
      [3, 4],
    ])
    expect(indices({ from: '2', sha256: checksum('b').slice(0, 9), state: 'shared' })).toEqual([3])
  })

  it('know a damaged chunk by its place and wherever the object has it again', () => {
    const known = { damaged: new Set([1]), damagedChecksums: new Set([checksum('b')]), verified: false }
    expect(indices({ state: 'damaged' }, known)).toEqual([1, 3])
    expect(indices({ state: 'unverified' }, known)).toEqual([0, 2, 4])
    expect(indices({ state: 'verified' }, known)).toBeUndefined()
  })

  it('look at no list where nothing can pass', () => {
    const verified = { ...nothing, verified: true }
    expect(indices({ state: 'verified' }, verified)).toEqual([0, 1, 2, 3, 4])
    expect(indices({ state: 'unverified' }, verified)).toBeUndefined()
    for (const asked of [{ state: 'damaged' as const }, { from: 'abc' }, { sha256: '!' }])
      expect(indices(asked)).toBeUndefined()
  })
})
