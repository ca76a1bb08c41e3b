import { describe, expect, it } from 'vitest'
import { lineStart, textLines } from './lines.ts'

const middle = { first: false, last: false }
const whole = { first: true, last: true }
const shown = (bytes: Uint8Array, charset = 'utf-8', part = whole) => textLines(bytes, charset, part)
const words = (lines: ReturnType<typeof shown>) => lines.rows.map(({ text }) => text)

describe('the lines of a window', () => {
  it('end where they were ended, in either way', () => {
    const lines = shown(Buffer.from('one\r\ntwo\n\nfour'))
    expect(lines).toMatchObject({ lines: 3, length: 14 })
    expect(lines.rows).toEqual([
      { text: 'one', line: 0 },
      { text: 'two', line: 1 },
      { text: '', line: 2 },
      { text: 'four', line: 3 },
    ])
    expect(words(shown(Buffer.from('one\n')))).toEqual(['one'])
  })

  it('stop behind the last whole line unless the content ends there', () => {
    expect(shown(Buffer.from('one\ntwo\nthr'), 'utf-8', middle)).toMatchObject({ lines: 2, length: 8 })
    expect(shown(Buffer.from('a long line ï').subarray(0, 13), 'utf-8', middle)).toMatchObject({ lines: 0, length: 12 })
    expect(shown(Buffer.from('日本').subarray(0, 5), 'utf-8', middle).length).toBe(3)
    expect(shown(Buffer.from('日本'), 'utf-8', middle).length).toBe(6)
  })

  it('are 4,000 at most, and long ones go on in the next row', () => {
    expect(shown(Buffer.from('\n'.repeat(9_000)))).toMatchObject({ lines: 4_000, length: 4_000 })
    expect(shown(Buffer.from('x'.repeat(5_000))).rows.map(({ text, line }) => [text.length, line])).toEqual([
      [2_048, 0],
      [2_048, undefined],
      [904, undefined],
    ])
  })

  it('N05 show what hides or reorders, but keep tabs', () => {
    expect(words(shown(Buffer.from('\ta\u202etxt.exe\u0007')))).toEqual(['\ta\\u{202e}txt.exe\\u{7}'])
    expect(words(shown(Buffer.from('\ufeffmarked')))).toEqual(['marked'])
  })

  it('say where bytes are no characters in an encoding, and are cut between lines in any', () => {
    const latin = Buffer.from('naïve\ncafé', 'latin1')
    expect(shown(latin)).toMatchObject({ replaced: true, lines: 1 })
    expect(words(shown(latin))).toEqual(['na\ufffdve', 'caf\ufffd'])
    expect(shown(latin, 'windows-1252')).toMatchObject({ replaced: false, lines: 1 })
    expect(words(shown(latin, 'windows-1252'))).toEqual(['naïve', 'café'])
    expect(shown(latin.subarray(6), 'windows-1252', middle).length).toBe(4)
    expect(lineStart(Buffer.from('\x81\x82', 'latin1'), 'windows-1251')).toBe(0)
    const unmarked = Buffer.from('one\ntwo', 'utf16le')
    expect(words(shown(unmarked, 'utf-16le'))).toEqual(['one', 'two'])
  })

  it('are told apart in UTF-16 of both orders', () => {
    const little = Buffer.from('\ufeffone\nĊtwo\n', 'utf16le') // Ċ is U+010A: a byte like that of a line break
    const big = Buffer.from(little).swap16()
    for (const [bytes, charset] of [
      [little, 'utf-16le'],
      [big, 'utf-16be'],
    ] as const) {
      expect(words(shown(bytes, charset))).toEqual(['one', 'Ċtwo'])
      expect(lineStart(bytes, charset)).toBe(10)
    }
  })

  it('begin behind the next line break where one jumps into a line, else at a whole character', () => {
    expect(lineStart(Buffer.from('ne\ntwo'), 'utf-8')).toBe(3)
    expect(lineStart(Buffer.from('日本').subarray(1), 'utf-8')).toBe(2)
    expect(lineStart(Buffer.from('no break'), 'utf-8')).toBe(0)
  })
})
