import { begins, u16, u32 } from '../bytes.ts'
import { type Reader, StoppedError } from '../reader.ts'
import { type ListedEntry, type ListingPage, listPage, nameOf, type Position, utc } from './listing.ts'

/*
 * The entries of a zip archive from the directory at its end (APPNOTE.TXT 6.3, with Zip64), some at a time: it alone can
 * have gigabytes. Nothing is unpacked, so what an entry unpacks to is only what it says.
 */

const endLength = 22
const largeLength = 56
const longestComment = 0xffff
const longestNumber = 0xffff_ffff

/** A page of entries. */
export async function listZip(reader: Reader, { from }: { from?: Position } = {}): Promise<ListingPage> {
  let directory: Directory
  try {
    directory = await findDirectory(reader)
  } catch (error) {
    if (!(error instanceof StoppedError)) throw error
    const { message, place } = error
    return { entries: [], index: 0, problem: message, ...(place && { place }) }
  }
  const { start, end, total } = directory
  const page = await listPage(from ?? { at: start, index: 0 }, async (at, index) => {
    if (at === end && index !== total)
      throw new StoppedError('form', `The directory ends here, but says it has ${total} entries.`)
    return at === end ? undefined : readEntry(reader, at, end)
  })
  return { ...page, total }
}

interface Directory {
  start: number
  /** Behind its last byte. */
  end: number
  total: number
}

/** The directory by the record at the content's end: it is the one whose comment ends with the content. */
async function findDirectory(reader: Reader): Promise<Directory> {
  const length = Math.min(reader.length, endLength + longestComment)
  const tail = await reader.bytes(reader.length - length, length)
  for (let at = length - endLength; at >= 0; at--) {
    const record = tail.subarray(at)
    if (!begins(record, 'PK\x05\x06') || endLength + u16(record, 20)! !== record.length) continue
    const place = reader.length - length + at
    const [total, size, offset] = [u16(record, 10)!, u32(record, 12)!, u32(record, 16)!]
    if (total === 0xffff || size === longestNumber || offset === longestNumber) {
      const large = await findLarge(reader, place)
      if (large) return large
    }
    if (u16(record, 4) !== 0) throw new StoppedError('form', 'It is one part of an archive in several files.')
    return placed({ total, size, offset }, place)
  }
  throw new StoppedError('form', 'It has no directory at its end: it may be cut off.')
}

/** Zip64: the record whose place stands right before the plain one, or that lies there where the archive was moved. */
async function findLarge(reader: Reader, plain: number): Promise<Directory | undefined> {
  if (plain < 20) return undefined
  const locator = await reader.bytes(plain - 20, 20)
  if (!begins(locator, 'PK\x06\x07')) return undefined
  for (const at of [u64(locator, 8) ?? -1, plain - 20 - largeLength]) {
    if (at < 0 || at > plain - 20 - largeLength) continue
    const record = await reader.bytes(at, largeLength)
    const [total, size, offset] = [u64(record, 32), u64(record, 40), u64(record, 48)]
    if (!begins(record, 'PK\x06\x06') || total === undefined || size === undefined || offset === undefined) continue
    return placed({ total, size, offset }, at)
  }
  throw malformed()
}

/** What stands before the archive moves all of it: a program that unpacks it, for example. */
function placed({ total, size, offset }: { total: number; size: number; offset: number }, end: number): Directory {
  if (size > end || offset > end - size) throw malformed()
  return { start: end - size, end, total }
}

const fixed = 46

async function readEntry(reader: Reader, at: number, end: number): Promise<{ entry: ListedEntry; next: number }> {
  if (at + fixed > end) throw malformed()
  const header = await reader.bytes(at, fixed)
  if (!begins(header, 'PK\x01\x02')) throw malformed()
  const [nameLength, extraLength, commentLength] = [u16(header, 28)!, u16(header, 30)!, u16(header, 32)!]
  const next = at + fixed + nameLength + extraLength + commentLength
  if (next > end) throw malformed()
  const rest = await reader.bytes(at + fixed, nameLength + extraLength)
  const extras = extraFields(rest.subarray(nameLength))
  const flags = u16(header, 8)!
  const name = nameIn(rest.subarray(0, nameLength), (flags & 0x800) !== 0)
  // Where the system that made it is a Unix, the high half of the attributes is the mode.
  const isLink = header[5] === 3 && (u16(header, 40)! & 0xf000) === 0xa000
  const kind = name.endsWith('/') ? 'folder' : isLink ? 'link' : 'file'
  return {
    entry: {
      name,
      kind,
      size: kind === 'folder' ? undefined : sizeOf(header, extras),
      modified: timeOf(header, extras),
      ...((flags & 1) !== 0 && { encrypted: true }),
    },
    next,
  }
}

function sizeOf(header: Uint8Array, extras: Map<number, Uint8Array>): number | undefined {
  const size = u32(header, 24)!
  return size === longestNumber ? u64(extras.get(0x0001) ?? new Uint8Array(), 0) : size
}

/** UTC where an extra field has it, else the clock of wherever the archive was made, to two seconds. */
function timeOf(header: Uint8Array, extras: Map<number, Uint8Array>): string | undefined {
  const stamp = extras.get(0x5455)
  const seconds = stamp && (stamp[0]! & 1) !== 0 ? u32(stamp, 1) : undefined
  if (seconds !== undefined) return utc(seconds | 0)
  const [time, date] = [u16(header, 12)!, u16(header, 14)!]
  const day = [(date >> 9) + 1980, (date >> 5) & 15, date & 31]
  if (day[1] === 0 || day[1]! > 12 || day[2] === 0) return undefined
  return `${day.map(twoDigits).join('-')} ${[time >> 11, (time >> 5) & 63, (time & 31) * 2].map(twoDigits).join(':')}`
}

const twoDigits = (value: number) => String(value).padStart(2, '0')

function extraFields(bytes: Uint8Array): Map<number, Uint8Array> {
  const fields = new Map<number, Uint8Array>()
  for (let at = 0; at + 4 <= bytes.length; ) {
    const end = at + 4 + u16(bytes, at + 2)!
    if (end > bytes.length) break
    fields.set(u16(bytes, at)!, bytes.subarray(at + 4, end))
    at = end
  }
  return fields
}

/** The upper half of code page 437, in which names are that are not marked as UTF-8. */
const upper =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0'

/** Many writers leave the mark of UTF-8 away: what reads as it is taken for it. */
function nameIn(bytes: Uint8Array, marked: boolean): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    if (marked) return nameOf(bytes)
    return Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : upper[byte - 0x80])).join('')
  }
}

/** A number of eight bytes; undefined past the end and beyond what is exact. */
function u64(bytes: Uint8Array, at: number): number | undefined {
  const [low, high] = [u32(bytes, at), u32(bytes, at + 4)]
  if (low === undefined || high === undefined || high >= 2 ** 21) return undefined
  return high * 2 ** 32 + low
}

const malformed = () => new StoppedError('form', 'The directory of the archive is not as it should be from here on.')
