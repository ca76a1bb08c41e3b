import { ascii, begins, u16, u32 } from './bytes.ts'

/**
 * The media type of a content that browsers show without running anything, by its first bytes; undefined for everything
 * else. Signatures that ordinary text could begin with (`BM`, `ID3`) count only together with the fields behind them.
 */
export function shownType(head: Uint8Array): string | undefined {
  return signatures.find(([is]) => is(head))?.[1] ?? isoMedia(head) ?? webm(head) ?? ogg(head)
}

const signatures: [is: (head: Uint8Array) => boolean, mediaType: string][] = [
  [(head) => begins(head, '\x89PNG\r\n\x1a\n') && ascii(head, 12, 4) === 'IHDR', 'image/png'],
  [(head) => begins(head, '\xff\xd8\xff'), 'image/jpeg'],
  [(head) => begins(head, 'GIF87a') || begins(head, 'GIF89a'), 'image/gif'],
  [(head) => begins(head, 'RIFF') && ascii(head, 8, 4) === 'WEBP', 'image/webp'],
  [isBitmap, 'image/bmp'],
  [isIcon, 'image/x-icon'],
  [(head) => begins(head, 'RIFF') && ascii(head, 8, 8) === 'WAVEfmt ', 'audio/wav'],
  [(head) => begins(head, 'fLaC\x00\x00\x00\x22'), 'audio/flac'],
  [(head) => isTagged(head) || isMpegAudio(head), 'audio/mpeg'],
]

function isBitmap(head: Uint8Array): boolean {
  return begins(head, 'BM') && u32(head, 6) === 0 && [12, 40, 52, 56, 64, 108, 124].includes(u32(head, 14) ?? 0)
}

function isIcon(head: Uint8Array): boolean {
  const count = u16(head, 4) ?? 0
  const directory = 6 + 16 * count
  return begins(head, '\x00\x00\x01\x00') && count > 0 && head[9] === 0 && (u32(head, 18) ?? 0) >= directory
}

/** An ID3v2 tag: a version, and a size whose bytes have their highest bit clear. */
function isTagged(head: Uint8Array): boolean {
  if (!begins(head, 'ID3') || head.length < 10) return false
  return head[3]! >= 2 && head[3]! <= 4 && head[4]! < 0x10 && head.subarray(6, 10).every((byte) => byte < 0x80)
}

const kbits = {
  mpeg1: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  mpeg2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
}
const rates = [44_100, 48_000, 32_000]

/** An MPEG layer III frame with another one right behind it: eleven bits alone say too little. */
function isMpegAudio(head: Uint8Array): boolean {
  const length = frameLength(head, 0)
  return length !== undefined && frameLength(head, length) !== undefined
}

function frameLength(head: Uint8Array, at: number): number | undefined {
  const [sync, version, format] = [head[at], head[at + 1], head[at + 2]]
  if (sync !== 0xff || version === undefined || format === undefined) return undefined
  if ((version & 0xe6) !== 0xe2 || (version & 0x18) === 0x08) return undefined
  const mpeg1 = (version & 0x18) === 0x18
  const rate = rates[(format >> 2) & 3]
  const bits = kbits[mpeg1 ? 'mpeg1' : 'mpeg2'][format >> 4]
  if (!rate || !bits) return undefined
  const divisor = mpeg1 ? 1 : (version & 0x18) === 0 ? 4 : 2
  return Math.floor(((mpeg1 ? 144_000 : 72_000) * bits * divisor) / rate) + ((format >> 1) & 1)
}

const videoBrands = /^(?:isom|iso[2-9]|mp4[12]|avc1|M4V |MSNV|dash)$/

/** MP4 and its kin begin with a box that names their brands, first the main one. */
function isoMedia(head: Uint8Array): string | undefined {
  const size = u32(head, 0, false) ?? 0
  if (ascii(head, 4, 4) !== 'ftyp' || size < 16 || size > 1024 || size % 4 !== 0) return undefined
  const brand = ascii(head, 8, 4)
  if (brand === 'avif' || brand === 'avis') return 'image/avif'
  if (brand === 'M4A ' || brand === 'M4B ') return 'audio/mp4'
  return videoBrands.test(brand) ? 'video/mp4' : undefined
}

/** EBML whose document type is `webm`; its tracks follow early, and those of pictures have codecs that begin with `V_`. */
function webm(head: Uint8Array): string | undefined {
  if (!begins(head, '\x1a\x45\xdf\xa3') || !ascii(head, 4, 60).includes('\x42\x82\x84webm')) return undefined
  return /V_(?:VP|AV1)/.test(ascii(head, 0, 8192)) ? 'video/webm' : 'audio/webm'
}

/** The first page of an Ogg stream names its first codec behind the page's table of segments. */
function ogg(head: Uint8Array): string | undefined {
  if (!begins(head, 'OggS\x00')) return undefined
  const codec = ascii(head, 27 + (head[26] ?? 0), 8)
  if (codec.startsWith('\x80theora')) return 'video/ogg'
  return ['OpusHead', '\x01vorbis', '\x7fFLAC'].some((begin) => codec.startsWith(begin)) ? 'audio/ogg' : undefined
}
