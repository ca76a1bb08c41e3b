import { describe, expect, it } from 'vitest'
import { progressLine } from './progress.ts'
import { count, formatBytes, formatDuration, printable } from './text.ts'

describe('printable', () => {
  it('N02 N05 escapes what would move the cursor, break the line or turn the text around', () => {
    expect(printable('a\0b\r\n\t\x7f')).toBe('a\\x00b\\x0d\\x0a\\x09\\x7f')
    expect(printable('\x1b]0;owned\x07\x1b[2J')).toBe('\\x1b]0;owned\\x07\\x1b[2J')
    expect(printable('\x9b31m')).toBe('\\x9b31m')
    expect(printable('exe\u202egpj.\u200b\ufeff')).toBe('exe\\u{202e}gpj.\\u{200b}\\u{feff}')
    expect(printable('a\u2028b')).toBe('a\\u{2028}b')
  })

  it('leaves other names as they are; a backslash is doubled, so that no name can look like an escape', () => {
    expect(printable('Übung 日本 😀 "quoted"')).toBe('Übung 日本 😀 "quoted"')
    expect(printable('\\x1b')).toBe('\\\\x1b')
  })
})

describe('amounts', () => {
  it.each([
    [0, '0 B'],
    [705.07, '705 B'],
    [1023, '1023 B'],
    [1024, '1.00 KiB'],
    [10 * 1024 * 1024, '10.0 MiB'],
    [150 * 1024 ** 3, '150 GiB'],
    [2 ** 53, '8.00 PiB'],
  ])('%i bytes are %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text))

  it.each([
    [0.4, '0 s'],
    [59, '59 s'],
    [187, '3 min 07 s'],
    [7500, '2 h 05 min'],
  ])('%d seconds are %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text))

  it('counts in words', () => {
    expect([count(1, 'file'), count(1234, 'file'), count(2, 'box', 'boxes')]).toEqual([
      '1 file',
      '1,234 files',
      '2 boxes',
    ])
  })
})

describe('progressLine', () => {
  it('says what is left once the total is known, an item counting as 64 KiB beside its bytes', () => {
    expect(progressLine({ items: 5, bytes: 1024 }, 2)).toBe('5, 1.00 KiB, 512 B/s')
    const KiB = 1024
    expect(progressLine({ items: 1, bytes: 64 * KiB, totalItems: 2, totalBytes: 384 * KiB }, 10)).toBe(
      '1 of 2, 64.0 KiB of 384 KiB, 6.40 KiB/s, 30 s left',
    )
    expect(progressLine({ items: 0, bytes: 96 * KiB, totalItems: 1, totalBytes: 320 * KiB }, 10)).toContain('30 s left')
  })
})
