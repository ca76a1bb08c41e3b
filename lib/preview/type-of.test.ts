import { describe, expect, it } from 'vitest'
import { charsetOf, plainBytes, typeFrom } from './type.ts'
import { typeOf } from './type-of.ts'

const bytes = (text: string) => Buffer.from(text, 'latin1')
const told = (content: Uint8Array | string, whole = true) =>
  typeOf(typeof content === 'string' ? bytes(content) : content, whole).mediaType

const zeros = (count: number) => '\0'.repeat(count)
const mpegFrame = `\xff\xfb\x90\x00${zeros(413)}`
const bitmap = `BM\x46\0\0\0${zeros(4)}\x36\0\0\0\x28\0\0\0${zeros(40)}`
const icon = `\0\0\x01\0\x01\0\x10\x10\0\0\x01\0\x20\0\x68\x04\0\0\x16\0\0\0`

describe('P16 what content is, by its first bytes alone', () => {
  it.each([
    ['\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'image/png'],
    ['\xff\xd8\xff\xe0\0\x10JFIF', 'image/jpeg'],
    ['GIF89a\x01\0\x01\0', 'image/gif'],
    ['GIF87a\x01\0\x01\0', 'image/gif'],
    ['RIFF\x10\0\0\0WEBPVP8 ', 'image/webp'],
    ['\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf', 'image/avif'],
    [bitmap, 'image/bmp'],
    [icon, 'image/x-icon'],
    ['\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41', 'video/mp4'],
    ['\0\0\0\x20ftypM4A \0\0\0\0M4A mp42isom\0\0\0\0', 'audio/mp4'],
    ['\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm\x86\x85V_VP8', 'video/webm'],
    ['\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm\x86\x86A_OPUS', 'audio/webm'],
    [`OggS\0\x02${zeros(20)}\x01\x13OpusHead`, 'audio/ogg'],
    [`OggS\0\x02${zeros(20)}\x01\x1e\x01vorbis`, 'audio/ogg'],
    [`OggS\0\x02${zeros(20)}\x01\x1e\x80theora`, 'video/ogg'],
    ['ID3\x04\0\0\0\0\x21\x76', 'audio/mpeg'],
    [mpegFrame + mpegFrame, 'audio/mpeg'],
    ['RIFF\x24\0\0\0WAVEfmt ', 'audio/wav'],
    ['fLaC\0\0\0\x22', 'audio/flac'],
  ])('%j is %s', (content, mediaType) => {
    expect(told(content)).toBe(mediaType)
    expect(typeFrom(mediaType).kind).toBe(mediaType.slice(0, 5) as 'image')
  })

  it.each([
    '<!doctype html><script>alert(1)</script>',
    '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>',
    '%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript>>>>',
    'alert(1)',
    '{"a":1}',
    'MIME-Version: 1.0\nContent-Type: text/html\n',
    ' \x1b[31mred\x1b[0m',
  ])('M03 %j is text and nothing else', (content) => {
    expect(told(content)).toBe('text/plain; charset=utf-8')
  })

  it.each(['BM is how this text begins', 'BMP', 'ID3 tags are old', 'RIFF', 'GIF8', 'OggS', 'ftypisom', 'fLaC'])(
    '%j is text, although pictures and sound begin like it',
    (content) => {
      expect(told(content)).toBe('text/plain; charset=utf-8')
    },
  )

  it.each([
    `%PDF-1.7\n%\xe2\xe3\xcf\xd3\n${zeros(20)}`,
    '\x1f\x8b\x08\0\0\0\0\0',
    'PK\x03\x04\x14\0',
    '\x7fELF\x02\x01\x01\0',
    '\x1a\x45\xdf\xa3\xa3\x42\x82\x88matroska',
    '\0\0\0\x20ftypevil',
    '\0\0\xff\xffftypisom',
    mpegFrame,
    `\xff\xfb\x90\x00${zeros(500)}`,
    '\0\0\x01\0\x01\0\x10\x10\0\x07\x01\0\x20\0\x68\x04\0\0\x16\0\0\0',
    'text with a \0 in it',
    '\xff\xfe\x00\xd8x\0',
  ])('M05 %j is bytes', (content) => {
    expect(told(content)).toBe(plainBytes.mediaType)
  })

  it('P16 a polyglot is what its first byte says: a picture no script is ever read from', () => {
    expect(told('GIF89a/*\x01\0\x01\0*/=1;alert(1)//<script>alert(1)</script>')).toBe('image/gif')
    expect(told('<script>alert(1)</script>\x89PNG\r\n\x1a\n')).toBe(plainBytes.mediaType)
    expect(told('\n\n%PDF-1.7\n<svg onload=alert(1)>')).toBe('text/plain; charset=utf-8')
  })

  it('text is UTF-8 or has a mark, and may be cut inside a character only where more follows', () => {
    const cut = Buffer.from('日本').subarray(0, 5)
    expect([told(cut, false), told(cut, true)]).toEqual(['text/plain; charset=utf-8', plainBytes.mediaType])
    expect(told(Buffer.from('\ufeffnaïve', 'utf16le'))).toBe('text/plain; charset=utf-16le')
    expect(told(Buffer.from('\ufeffnaïve', 'utf16le').swap16())).toBe('text/plain; charset=utf-16be')
    expect(charsetOf(typeFrom('text/plain; charset=utf-16be'))).toBe('utf-16be')
    expect(told('')).toBe(plainBytes.mediaType)
  })

  it('no beginning of any length makes it fail', () => {
    for (const content of [
      bitmap,
      icon,
      mpegFrame,
      '\0\0\0\x20ftypisom',
      `OggS\0\x02${zeros(20)}\xff`,
      '\x1a\x45\xdf\xa3',
    ])
      for (let length = 0; length <= content.length; length++) expect(told(content.slice(0, length))).toBeDefined()
    expect(typeFrom(null)).toEqual(plainBytes)
    expect(typeFrom('text/html').kind).toBe('text')
  })
})
