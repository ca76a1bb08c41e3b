import { visible } from '../format/text.ts'

/** Text is shown a window at a time: at most so many bytes, and of them so many lines. */
export const textWindow = 256 * 1024
const mostLines = 4_000
/** A line goes on in the next row after so many characters: browsers lay out a line as a whole. */
const longestRow = 2_048

/** Bytes that a character has at least. */
export const unitOf = (charset: string) => (charset.startsWith('utf-16') ? 2 : 1)

export interface TextLines {
  rows: {
    text: string /** Number of the line in the window from 0 on; undefined where a line goes on. */
    line?: number
  }[]
  /** Lines that end in the window. */
  lines: number
  /** Bytes of the window that these rows show, from its beginning. */
  length: number
  /** Some of them are no character in this encoding and stand as U+FFFD. */
  replaced: boolean
}

/**
 * The lines of a window. Unless the content ends with it, the window ends behind its last line break, so that the next
 * one begins with a line; a line longer than the window is cut between characters.
 */
export function textLines(
  bytes: Uint8Array,
  charset: string,
  { first, last }: { first: boolean; last: boolean },
): TextLines {
  const unit = unitOf(charset)
  const mark = first ? markLength(bytes, charset) : 0
  const { end, lines } = cut(bytes, charset, unit, last)
  const { text, replaced } = decode(bytes.subarray(mark, end), charset)
  const rows: TextLines['rows'] = []
  for (const [line, content] of text
    .replace(/\r?\n$/, '')
    .split('\n')
    .entries()) {
    const whole = content.replace(/\r$/, '')
    for (let at = 0; at === 0 || at < whole.length; at += longestRow) {
      const part = whole
        .slice(at, at + longestRow)
        .split('\t')
        .map(visible)
        .join('\t')
      rows.push(at === 0 ? { text: part, line } : { text: part })
    }
  }
  return { rows, lines, length: end, replaced }
}

function decode(bytes: Uint8Array, charset: string): { text: string; replaced: boolean } {
  try {
    return { text: new TextDecoder(charset, { fatal: true, ignoreBOM: true }).decode(bytes), replaced: false }
  } catch {
    return { text: new TextDecoder(charset, { ignoreBOM: true }).decode(bytes), replaced: true }
  }
}

const marks: Record<string, number[]> = {
  'utf-8': [0xef, 0xbb, 0xbf],
  'utf-16le': [0xff, 0xfe],
  'utf-16be': [0xfe, 0xff],
}

function markLength(bytes: Uint8Array, charset: string): number {
  const mark = marks[charset] ?? []
  return mark.every((byte, i) => bytes[i] === byte) ? mark.length : 0
}

/** Where the rows of a window end. */
function cut(bytes: Uint8Array, charset: string, unit: number, last: boolean): { end: number; lines: number } {
  const low = charset === 'utf-16be' ? 1 : 0
  let lines = 0
  let behind = 0
  for (let at = 0; at + unit <= bytes.length && lines < mostLines; at += unit) {
    if (bytes[at + low] !== 0x0a || (unit === 2 && bytes[at + 1 - low] !== 0)) continue
    lines++
    behind = at + unit
  }
  if (lines === mostLines) return { end: behind, lines }
  if (last) return { end: bytes.length, lines }
  return { end: behind || wholeCharacters(bytes, charset), lines }
}

/** Up to the last character that is not cut off. */
function wholeCharacters(bytes: Uint8Array, charset: string): number {
  if (charset !== 'utf-8') return bytes.length - (bytes.length % unitOf(charset))
  let lead = bytes.length - 1
  while (lead > bytes.length - 4 && ((bytes[lead] ?? 0) & 0xc0) === 0x80) lead--
  const first = bytes[lead] ?? 0
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1
  return lead + length > bytes.length ? lead : bytes.length
}

/** How far the beginning of a window lies before the first whole line in it: one that is jumped to may begin anywhere. */
export function lineStart(bytes: Uint8Array, charset: string): number {
  const unit = unitOf(charset)
  const low = charset === 'utf-16be' ? 1 : 0
  for (let at = 0; at + unit <= Math.min(bytes.length, longestRow); at += unit)
    if (bytes[at + low] === 0x0a && (unit === 1 || bytes[at + 1 - low] === 0)) return at + unit
  let at = 0
  if (charset === 'utf-8') while (at < 4 && ((bytes[at] ?? 0) & 0xc0) === 0x80) at++
  return at
}
