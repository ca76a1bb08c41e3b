import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isGuess, type TextEncoding } from './encodings.ts'
import { encodingOf } from './text.ts'

const bytes = (text: string) => Buffer.from(text, 'latin1')
const utf16 = (text: string) => Buffer.from(text, 'utf16le')
const swapped = (text: string) => utf16(text).swap16()

/** The encoding, and whether it is only a guess. */
function told(content: Uint8Array, whole = true): [TextEncoding | undefined, boolean] {
  const encoding = encodingOf(content, whole)
  return [encoding, encoding !== undefined && isGuess(content, encoding)]
}

describe('the encoding of a text', () => {
  it('is UTF-8 where it reads as that, and UTF-16 by its mark', () => {
    expect(told(Buffer.from('naïve – 日本 😀'))).toEqual(['utf-8', false])
    expect(told(utf16('\ufeffnaïve'))).toEqual(['utf-16le', false])
    expect(told(swapped('\ufeffnaïve'))).toEqual(['utf-16be', false])
  })

  it('is guessed to be Windows-1252 where accents are among ASCII', () => {
    for (const text of ['naïve café', 'Grüße aus Köln\r\n', 'bad \xc3( utf-8', 'a price: 5 \x80 \x96 \x93quoted\x94'])
      expect(told(bytes(text)), text).toEqual(['windows-1252', true])
  })

  it.each(['windows-registry: naïve\r\n', 'Привет, мир, это просто текст', 'Καλημέρα κόσμε', 'шалом שלום עולם', 'a b'])(
    'is guessed to be UTF-16 without its mark, in either order: %s',
    (text) => {
      expect(told(utf16(text))).toEqual(['utf-16le', true])
      expect(told(swapped(text))).toEqual(['utf-16be', true])
      expect(told(utf16(text).subarray(0, -1), false)[0], 'cut').toBe('utf-16le')
    },
  )

  it('is not guessed where bytes look like no text in it', () => {
    for (const content of [
      bytes('\x81 is no character there'),
      bytes('a bell \x07 na\xefve'),
      bytes('\xcf\xf0\xe8\xe2\xe5\xf2 \xec\xe8\xf0'), // Cyrillic in Windows-1251
      utf16('日本語の文章'), // nothing tells it from other bytes
      Buffer.from(new Int16Array([1, 200, -3, 40, 50, -600]).buffer),
      Buffer.from(new Int32Array([65, 66, 67, 68]).buffer),
      bytes('\xff\xfe\x00\xd8x\0'),
    ])
      expect(told(content)[0], content.toString('hex')).toBeUndefined()
  })

  it('M05 is none for what is packed or random', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 600, maxLength: 600 }), (content) => {
        expect(encodingOf(content, true)).toBeUndefined()
      }),
      { seed: 11, numRuns: 300 },
    )
  })
})
