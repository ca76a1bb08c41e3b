import { describe, expect, it } from 'vitest'
import { pictureSize } from './picture-size.ts'

const size = (mediaType: string, ...parts: (string | readonly number[])[]) => {
  const head = Buffer.concat(parts.map((part) => Buffer.from(part as string, 'latin1')))
  const { width, height } = pictureSize(mediaType, head) ?? {}
  return width && [width, height]
}
const png = ['\x89PNG\r\n\x1a\n\0\0\0\rIHDR', [0, 0, 1, 64, 0, 0, 0, 200]] as const

describe('how large a picture will be', () => {
  it('stands in its header', () => {
    expect(size('image/png', ...png)).toEqual([320, 200])
    expect(size('image/gif', 'GIF89a', [64, 1, 200, 0])).toEqual([320, 200])
    expect(size('image/webp', 'RIFF\0\0\0\0WEBPVP8X', [10, 0, 0, 0, 0, 0, 0, 0, 63, 1, 0, 199, 0, 0])).toEqual([
      320, 200,
    ])
    expect(size('image/webp', 'RIFF\0\0\0\0WEBPVP8L', [5, 0, 0, 0, 0x2f, 0x3f, 0xc1, 0x31, 0])).toEqual([320, 200])
    const frame = [0, 0, 0, 0, 0, 0, 0, 0x9d, 1, 0x2a, 64, 1, 200, 0]
    expect(size('image/webp', 'RIFF\0\0\0\0WEBPVP8 ', frame.slice(0, 4), frame.slice(4))).toEqual([320, 200])
    expect(size('image/bmp', 'BM', Array(12).fill(0), [40, 0, 0, 0, 64, 1, 0, 0, 200, 0, 0, 0])).toEqual([320, 200])
    expect(size('image/bmp', 'BM', Array(12).fill(0), [40, 0, 0, 0, 64, 1, 0, 0, 0x38, 255, 255, 255])).toEqual([
      320, 200,
    ])
    expect(
      size('image/avif', 'ftypavif....ispe\0\0\0\0', [0, 0, 1, 64, 0, 0, 0, 200], 'ispe', Array(12).fill(0)),
    ).toEqual([320, 200])
  })

  it('of a JPEG stands behind whatever was noted before', () => {
    const noted = [0xff, 0xe1, 0, 6, 1, 2, 3, 4, 0xff, 0xff, 0xdb, 0, 3, 9]
    expect(size('image/jpeg', [0xff, 0xd8], noted, [0xff, 0xc2, 0, 17, 8, 0, 200, 1, 64])).toEqual([320, 200])
  })

  it('of an icon is its largest picture’s, and a PNG inside is believed', () => {
    const entry = (side: number, at: number) => [side, side, 0, 0, 1, 0, 32, 0, 9, 0, 0, 0, at, 0, 0, 0]
    const both = [...entry(16, 38), ...entry(32, 38)]
    expect(size('image/x-icon', [0, 0, 1, 0, 2, 0], both, ...png)).toEqual([320, 200])
    expect(size('image/x-icon', [0, 0, 1, 0, 2, 0], both, Array(40).fill(0))).toEqual([32, 32])
  })

  it('is unknown where the beginning does not tell, and never makes it fail', () => {
    expect(size('image/jpeg', [0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff])).toBeUndefined()
    expect(size('image/jpeg', [0xff, 0xd8, 0xff, 0xe1, 0, 0, 0xff])).toBeUndefined()
    expect(size('image/x-icon', [0, 0, 1, 0, 255, 255])).toBeUndefined()
    for (const type of ['png', 'gif', 'jpeg', 'webp', 'bmp', 'x-icon', 'avif', 'tiff'])
      for (let length = 0; length < 40; length++)
        expect(pictureSize(`image/${type}`, new Uint8Array(length).fill(0xff)), type).not.toBeNull()
  })
})
