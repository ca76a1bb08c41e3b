import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { typeOf } from '#lib/preview/type-of.ts'
import { tarHead } from '#lib/restore/archive/tar.ts'
import { formOf } from './forms.ts'

const told = (content: Uint8Array | string, whole = true) => {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  return formOf(typeOf(bytes, whole), bytes, whole)
}

const header = tarHead({ name: 'a', type: 'file', size: 3, mtime: 0n, mode: 0o644 })

describe('what a content is shown as', () => {
  it('is JSON where all of it is an object or an array, or its beginning is that of one', async () => {
    expect(await told(' {"a": [1, 2]}\n')).toBe('json')
    expect(await told('{"a": [1, 2', false)).toBe('json')
    expect(await told(Buffer.from('\ufeff[1]', 'utf16le'))).toBe('json')
    for (const text of ['{"a": [1, 2', '{"a":1}\n{"b":2}\n', '[INFO] started', '12', '"text"', '{a}'])
      expect(await told(text), text).toBe('text')
  })

  it('is what the form of its bytes says, whatever lies in it', async () => {
    expect(await told(gzipSync('x'))).toBe('gzip')
    expect(await told(Buffer.from('PK\x03\x04\x14\0\0\0', 'latin1'))).toBe('zip')
    expect(await told(Buffer.concat([header, Buffer.from('abc')]))).toBe('tar')
    expect(await told(Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(84)]))).toBe('sqlite')
    expect(await told(Buffer.from('GIF89a\x01\0\x01\0', 'latin1'))).toBe('image')
    expect(await told(Buffer.alloc(1024))).toBe('hex')
    expect(await told(Buffer.concat([Buffer.alloc(1), header]))).toBe('hex')
  })
})
