import { describe, expect, it } from 'vitest'
import { countOf, exactBytes, formatBytes } from './size.ts'
import { hexOf, shellQuote, shorten, visible, withoutPlace } from './text.ts'
import { formatAgo, formatDateTime, formatDuration, formatExact } from './time.ts'

describe('sizes', () => {
  it('are IEC units with three figures at most', () => {
    const sizes = [0, 1, 1023, 1024, 1536, 102_400, 1_048_575, 1_048_576, 4 * 2 ** 20, 2 ** 40, 1.2 * 2 ** 40, 2 ** 53]
    expect(sizes.map(formatBytes)).toEqual([
      '0 B',
      '1 B',
      '1023 B',
      '1.0 KiB',
      '1.5 KiB',
      '100 KiB',
      '1.0 MiB',
      '1.0 MiB',
      '4.0 MiB',
      '1.0 TiB',
      '1.2 TiB',
      '8.0 PiB',
    ])
  })

  it('are exact where they are asked for', () => {
    expect(exactBytes(4_194_304)).toBe('4,194,304 bytes')
    expect(exactBytes(1)).toBe('1 byte')
    expect(countOf(1, 'object')).toBe('1 object')
    expect(countOf(2000, 'entry', 'entries')).toBe('2,000 entries')
  })
})

describe('times', () => {
  const now = Date.UTC(2026, 2, 1, 12)
  it('are told as a distance, rounded down', () => {
    const ago = (seconds: number) => formatAgo(now - seconds * 1000, now)
    expect([3, 30, 59, 60, 119, 3_600, 86_399, 86_400, 40 * 86_400, 800 * 86_400, -7_300].map(ago)).toEqual([
      'just now',
      '30 seconds ago',
      '59 seconds ago',
      '1 minute ago',
      '1 minute ago',
      '1 hour ago',
      '23 hours ago',
      '1 day ago',
      '1 month ago',
      '2 years ago',
      'in 2 hours',
    ])
  })

  it('are exact with their zone', () => {
    expect(formatDateTime(now, 'UTC')).toBe('2026-03-01 12:00')
    expect(formatExact(now, 'UTC')).toBe('2026-03-01 12:00:00 UTC')
    expect(formatExact(now, 'Asia/Kolkata')).toBe('2026-03-01 17:30:00 GMT+5:30')
  })

  it('last as long as they last', () => {
    const lengths = [0, 480, 42_000, 185_000, 7_380_000, 352_800_000]
    expect(lengths.map(formatDuration)).toEqual(['0 ms', '480 ms', '42 s', '3 min 05 s', '2 h 03 min', '4 d 02 h'])
  })
})

describe('text', () => {
  it('is shortened in the middle only where that saves room', () => {
    expect(shorten('rPyV6abcdefghijklmnopqrstuvwxyzFQNk=')).toBe('rPyV6abc…QNk=')
    expect(shorten('short')).toBe('short')
  })

  it('N05 shows what a name hides', () => {
    expect(visible('invoice\u202egpj.exe')).toBe('invoice\\u{202e}gpj.exe')
    expect(visible('a\u0000b\nc\u200bd')).toBe('a\\u{0}b\\u{a}c\\u{200b}d')
    expect(visible('Ünï ⌘ 日本 😀 "><img onerror>')).toBe('Ünï ⌘ 日本 😀 "><img onerror>')
  })

  it('says what broke without the place that stands beside it', () => {
    const messages = [
      'Chunk 1 (offset 4194304) of "a \\"b\\".bin": The service failed inside.',
      'Chunk 0 (offset 0) of "x" could not be read: Chunk Qx= is damaged',
      `Chunk 0 (offset 0) of "x" could not be read: Chunk ${'Q'.repeat(43)}= is damaged in the store`,
      'Chunk 2 (offset 131072) of "x" is damaged: its SHA-256 is Qx=, not Qy=',
      'Nothing answered',
    ]
    expect(messages.map(withoutPlace)).toEqual([
      'The service failed inside.',
      'It could not be read: Chunk Qx= is damaged.',
      'It is damaged in the store.',
      'It is damaged: its SHA-256 is Qx=, not Qy=.',
      'Nothing answered.',
    ])
  })

  it('survives a shell', () => {
    expect(shellQuote('usr/share/doc')).toBe('usr/share/doc')
    expect(shellQuote("it's $HOME")).toBe(`'it'\\''s $HOME'`)
    expect(shellQuote('')).toBe("''")
  })
})

it('tells a SHA-256 as sha256sum does', () => {
  expect(hexOf('47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=')).toBe(
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  )
})
