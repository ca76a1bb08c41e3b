import { describe, expect, it } from 'vitest'
import { hexLines, modeText, prettyText, textOf } from './blob.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

describe('a blob’s beginning', () => {
  it('is text only where it is UTF-8, cut at a whole character', () => {
    expect(textOf(bytes('höhe'), true)).toBe('höhe')
    expect(textOf(bytes('höhe').subarray(0, 2), false)).toBe('h')
    expect(textOf(bytes('höhe').subarray(0, 2), true)).toBeUndefined()
    expect(textOf(new Uint8Array([0xff, 0xd8]), true)).toBeUndefined()
    expect(textOf(new Uint8Array([65, 0, 66]), true)).toBeUndefined()
  })

  it('is spread out where it is JSON', () => {
    expect(prettyText('{"a":1}')).toBe('{\n  "a": 1\n}')
    expect(prettyText('{"a":')).toBe('{"a":')
  })

  it('is dumped in lines of sixteen', () => {
    expect(hexLines(new Uint8Array([...Array(16).keys(), 65, 200]))).toEqual([
      { offset: '00000000', hex: '00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f', ascii: '·'.repeat(16) },
      { offset: '00000010', hex: '41 c8', ascii: 'A·' },
    ])
  })
})

describe('modeText', () => {
  it('writes permissions as ls does', () => {
    expect([0o755, 0o644, 0o4755, 0o2644, 0o1777, 0].map(modeText)).toEqual([
      'rwxr-xr-x',
      'rw-r--r--',
      'rwsr-xr-x',
      'rw-r-Sr--',
      'rwxrwxrwt',
      '---------',
    ])
  })
})
