import { describe, expect, it } from 'vitest'
import { formatThaw, formatThawMetadata, parseThawBlob, parseThawMetadata, type ThawMetadata } from './metadata.ts'

const file: ThawMetadata = {
  type: 'file',
  size: 9_007_199_254_740_991,
  mtime: 1_700_000_000_123_456_789n,
  mode: 0o4755,
  sha256: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
  chunk: 4_194_304,
  seen: 'aB3/+zaB3/+z',
}

describe('thaw/1 metadata', () => {
  it('comes back as it was written, to the nanosecond', () => {
    expect(parseThawMetadata(formatThawMetadata(file))).toEqual(file)
  })

  it('starts with the version, so that a look at the first bytes tells', () => {
    expect(formatThawMetadata(file)).toMatch(/^\{"v":"thaw\/1",/)
  })

  it('keeps times before 1970 and folders', () => {
    const dir: ThawMetadata = { type: 'dir', size: 0, mtime: -1n, mode: 0o1777 }
    expect(parseThawMetadata(formatThawMetadata(dir))).toEqual(dir)
  })

  it('keeps a symlink target that fits, with control characters escaped', () => {
    const link: ThawMetadata = { type: 'symlink', size: 0, mtime: 5n, mode: 0o777, target: '../é\n\x7f\u009b"' }
    const text = formatThawMetadata(link)
    expect(text).not.toMatch(/\p{Cc}/u)
    expect(parseThawMetadata(text)).toEqual(link)
  })

  it('leaves a target out that would pass 256 bytes, for the blob to carry', () => {
    const target = 'ü'.repeat(120)
    const { text, blob } = formatThaw({ type: 'symlink', size: 0, mtime: 5n, mode: 0o777, target })
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(256)
    expect(parseThawMetadata(text)).toEqual({ type: 'symlink', size: 0, mtime: 5n, mode: 0o777, more: true })
    expect(parseThawBlob(blob!)).toEqual({ target })
  })

  it.each([
    undefined,
    '',
    'plain text',
    '{"v":"thaw/2","type":"file"}',
    '{"v":"thaw/1"',
    '{"v":"thaw/1","type":"socket","size":0,"mtime":"0","mode":"644"}',
    '{"v":"thaw/1","type":"file","size":-1,"mtime":"0","mode":"644"}',
    '{"v":"thaw/1","type":"file","size":1.5,"mtime":"0","mode":"644"}',
    '{"v":"thaw/1","type":"file","size":1,"mtime":0,"mode":"644"}',
    '{"v":"thaw/1","type":"file","size":1,"mtime":"1e9","mode":"644"}',
    '{"v":"thaw/1","type":"file","size":1,"mtime":"0","mode":"rw-"}',
  ])('N09 says nothing about a string of another make: %s', (text) => {
    expect(parseThawMetadata(text)).toBeUndefined()
  })

  it('ignores members it does not know and checksums that are none', () => {
    const text = '{"v":"thaw/1","type":"file","size":1,"mtime":"2","mode":"0644","sha256":"x","__proto__":{"mode":"1"}}'
    expect(parseThawMetadata(text)).toEqual({ type: 'file', size: 1, mtime: 2n, mode: 0o644 })
  })
})
