import { ascii, begins, u16, u32 } from './bytes.ts'

export interface PictureSize {
  width: number
  height: number
}

/** How large a picture will be once decoded, as its header says; undefined where its beginning does not tell. */
export function pictureSize(mediaType: string, head: Uint8Array): PictureSize | undefined {
  const [width, height] = readers[mediaType]?.(head) ?? []
  return width && height ? { width, height } : undefined
}

type Sides = [width: number | undefined, height: number | undefined] | undefined

const readers: Record<string, (head: Uint8Array) => Sides> = {
  'image/png': (head) => [u32(head, 16, false), u32(head, 20, false)],
  'image/gif': (head) => [u16(head, 6), u16(head, 8)],
  'image/jpeg': jpeg,
  'image/webp': webp,
  'image/bmp': (head) => (u32(head, 14) === 12 ? [u16(head, 18), u16(head, 20)] : [u32(head, 18), abs(u32(head, 22))]),
  'image/x-icon': icon,
  'image/avif': avif,
}

/** A bitmap's height is negative where its rows run from top to bottom. */
function abs(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.abs(value | 0)
}

/** Segment by segment to the frame header, which stands behind whatever cameras and programs have noted. */
function jpeg(head: Uint8Array): Sides {
  for (let at = 2; head[at] === 0xff; ) {
    const marker = head[at + 1] ?? 0
    if (marker === 0xff) {
      at++ // padding
      continue
    }
    const frame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (frame) return [u16(head, at + 7, false), u16(head, at + 5, false)]
    const length = u16(head, at + 2, false)
    if (length === undefined || length < 2) return undefined
    at += 2 + length
  }
  return undefined
}

const u24 = (head: Uint8Array, at: number) => (head[at] ?? 0) | ((head[at + 1] ?? 0) << 8) | ((head[at + 2] ?? 0) << 16)

function webp(head: Uint8Array): Sides {
  const kind = ascii(head, 12, 4)
  if (kind === 'VP8X' && head.length >= 30) return [u24(head, 24) + 1, u24(head, 27) + 1]
  if (kind === 'VP8L') {
    const packed = u32(head, 21)
    return packed === undefined ? undefined : [(packed & 0x3fff) + 1, ((packed >>> 14) & 0x3fff) + 1]
  }
  if (kind === 'VP8 ') return [(u16(head, 26) ?? 0) & 0x3fff, (u16(head, 28) ?? 0) & 0x3fff]
  return undefined
}

/** The largest of an icon's pictures; one that is a PNG is believed more than the list of pictures. */
function icon(head: Uint8Array): Sides {
  let largest: PictureSize = { width: 0, height: 0 }
  for (let i = 0; i < (u16(head, 4) ?? 0); i++) {
    const entry = 6 + 16 * i
    const data = u32(head, entry + 12)
    if (data === undefined || data + 24 > head.length) return undefined
    const png = begins(head.subarray(data), '\x89PNG') && pictureSize('image/png', head.subarray(data))
    const size = png || { width: head[entry] || 256, height: head[entry + 1] || 256 }
    if (size.width * size.height > largest.width * largest.height) largest = size
  }
  return [largest.width, largest.height]
}

/** The largest of the sizes its items have; the whole of a picture made of tiles is an item too. */
function avif(head: Uint8Array): Sides {
  const text = new TextDecoder('latin1').decode(head)
  let largest: [number, number] = [0, 0]
  for (let at = text.indexOf('ispe'); at >= 0; at = text.indexOf('ispe', at + 4)) {
    const [width, height] = [u32(head, at + 8, false) ?? 0, u32(head, at + 12, false) ?? 0]
    if (width * height > largest[0] * largest[1]) largest = [width, height]
  }
  return largest
}
