/**
 * The tar format (POSIX.1-2001, "pax"), one entry at a time. A header is a pure function of its entry, so every offset of
 * an archive is known before it is read and a download can go on at any byte. Libraries write a stream from its
 * beginning and keep times to the millisecond; both rule them out here.
 */
import type { ArchiveEntry } from './entry.ts'

const block = 512
/** Largest value of the 12-byte octal fields. */
const octalLimit = 8 ** 11 - 1
const nanosecond = 1_000_000_000n

/** Two blocks of zeros end an archive. */
export const tarEnd = Buffer.alloc(2 * block)

/** What stands before an entry's content: a pax header where the plain one cannot say it all, then the plain one. */
export function tarHead(entry: ArchiveEntry): Buffer {
  const seconds = entry.mtime >= 0n ? entry.mtime / nanosecond : -1n
  const pax = paxRecords(entry)
  const plain = ustar({
    name: entry.name,
    mode: entry.mode,
    size: entry.size,
    mtime: seconds >= 0n && seconds <= octalLimit ? Number(seconds) : 0,
    type: { file: '0', directory: '5', symlink: '2' }[entry.type],
    target: entry.target ?? '',
  })
  if (pax.length === 0) return plain
  const named = ustar({
    name: `PaxHeaders/${entry.name}`,
    mode: 0o644,
    size: pax.length,
    mtime: 0,
    type: 'x',
    target: '',
  })
  return Buffer.concat([named, pax, Buffer.alloc(tarPadding(pax.length)), plain])
}

/** How long {@link tarHead} is, in bytes. */
export function tarHeadLength(entry: ArchiveEntry): number {
  const pax = paxRecords(entry).length
  return pax === 0 ? block : 2 * block + pax + tarPadding(pax)
}

/** Zero bytes after `size` bytes of content. */
export function tarPadding(size: number): number {
  return (block - (size % block)) % block
}

function paxRecords(entry: ArchiveEntry): Buffer {
  const records: string[] = []
  if (!fitsPlain(entry.name)) records.push(paxRecord('path', entry.name))
  if (entry.target !== undefined && !fitsPlain(entry.target)) records.push(paxRecord('linkpath', entry.target))
  if (entry.size > octalLimit) records.push(paxRecord('size', String(entry.size)))
  if (entry.mtime % nanosecond !== 0n || entry.mtime < 0n || entry.mtime / nanosecond > octalLimit)
    records.push(paxRecord('mtime', decimalSeconds(entry.mtime)))
  return Buffer.from(records.join(''))
}

/** `<length> <key>=<value>\n`, where the length counts itself. */
function paxRecord(key: string, value: string): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`)
  let length = rest + String(rest).length
  if (rest + String(length).length !== length) length = rest + String(length).length
  return `${length} ${key}=${value}\n`
}

function decimalSeconds(nanoseconds: bigint): string {
  const sign = nanoseconds < 0n ? '-' : ''
  const absolute = nanoseconds < 0n ? -nanoseconds : nanoseconds
  const fraction = String(absolute % nanosecond)
    .padStart(9, '0')
    .replace(/0+$/, '')
  return `${sign}${absolute / nanosecond}${fraction && `.${fraction}`}`
}

/** Names beyond ASCII go to the pax header, whose text is UTF-8 by definition; the plain field has no encoding. */
function fitsPlain(text: string): boolean {
  return text.length <= 100 && /^[\x20-\x7e]*$/.test(text)
}

interface PlainHeader {
  name: string
  mode: number
  size: number
  mtime: number
  type: string
  target: string
}

function ustar({ name, mode, size, mtime, type, target }: PlainHeader): Buffer {
  const header = Buffer.alloc(block)
  header.write(cut(name), 0, 100)
  const owner = '0000000\0' // root by number: names are the restoring system's business
  const length = octal(size > octalLimit ? 0 : size, 11)
  header.write(`${octal(mode, 7)}\0${owner}${owner}${length}\0${octal(mtime, 11)}\0        ${type}`, 100, 'latin1')
  if (target !== '') header.write(cut(target), 157, 100)
  header.write('ustar\x0000', 257, 'latin1')
  let sum = 0
  for (let at = 0; at < block; at++) sum += header[at]!
  header.write(`${octal(sum, 6)}\0 `, 148, 'latin1')
  return header
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0')
}

/** At most 100 bytes, never half a character. */
function cut(text: string): string {
  if (fitsPlain(text)) return text
  let kept = ''
  let bytes = 0
  for (const character of text) {
    bytes += Buffer.byteLength(character)
    if (bytes > 100) break
    kept += character
  }
  return kept
}
