import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { checksumFilter, chunkStart, isBefore } from './chunk-filters.ts'

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

  it('is the chunk of that index, or the one that has the byte', () => {
    const chunk = { index: 3, end: 400 }
    expect([3, 4].map((index) => isBefore(chunk, { index }))).toEqual([false, true])
    expect([399, 400].map((offset) => isBefore(chunk, { offset }))).toEqual([false, true])
  })
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
