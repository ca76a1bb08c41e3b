import { u16, u32 } from '../bytes.ts'
import { isSqlite } from '../containers.ts'
import { type Reader, StoppedError } from '../reader.ts'

/*
 * The file format of SQLite 3 (sqlite.org/fileformat2.html), as far as its schema and the sizes of its trees need it.
 * SQLite itself wants the whole file; this reads single pages, and takes none of their numbers on trust.
 */

export interface Header {
  /** In bytes. */
  pageSize: number
  /** Bytes of a page that content may take. */
  usable: number
  /** Pages the content has, by its length. */
  pages: number
  /** Pages the header says there are; undefined where it does not know. */
  toldPages: number | undefined
  freePages: number
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be'
  /** Changes may lie in a second file that is not this one. */
  writeAheadLog: boolean
}

export async function readHeader(reader: Reader): Promise<Header> {
  const bytes = await reader.bytes(0, 100)
  const pageSize = u16(bytes, 16, false) === 1 ? 65_536 : u16(bytes, 16, false)!
  const usable = pageSize - bytes[20]!
  const isPower = (pageSize & (pageSize - 1)) === 0
  if (!isSqlite(bytes) || !isPower || pageSize < 512 || usable < 480) throw malformed()
  return {
    pageSize,
    usable,
    pages: Math.floor(reader.length / pageSize),
    toldPages: u32(bytes, 24, false) === u32(bytes, 92, false) ? u32(bytes, 28, false) : undefined,
    freePages: u32(bytes, 36, false)!,
    encoding: ({ 2: 'utf-16le', 3: 'utf-16be' } as const)[u32(bytes, 56, false)!] ?? 'utf-8',
    writeAheadLog: bytes[18] === 2 || bytes[19] === 2,
  }
}

/** What a page of a tree has in it: places of its cells, and the pages below it. */
export interface Page {
  bytes: Uint8Array
  leaf: boolean
  /** It belongs to a tree of rows; else to one of keys, whose upper pages hold keys as well. */
  rows: boolean
  /** Places of cells in the page. */
  cells: number[]
  children: number[]
}

/** A page of a tree, by its number from 1 on. @throws {StoppedError} */
export async function readPage(reader: Reader, { pageSize, usable }: Header, number: number): Promise<Page> {
  if (number < 1) throw malformed()
  const bytes = await reader.bytes((number - 1) * pageSize, pageSize)
  const at = number === 1 ? 100 : 0
  const type = bytes[at]!
  if (![2, 5, 10, 13].includes(type)) throw malformed()
  const leaf = type >= 10
  const count = u16(bytes, at + 3, false)!
  const pointers = at + (leaf ? 8 : 12)
  if (pointers + 2 * count > usable) throw malformed()
  const cells = Array.from({ length: count }, (_, i) => u16(bytes, pointers + 2 * i, false)!)
  if (cells.some((cell) => cell < pointers + 2 * count || cell + 4 > usable)) throw malformed()
  const children = leaf ? [] : [...cells.map((cell) => u32(bytes, cell, false)!), u32(bytes, at + 8, false)!]
  return { bytes, leaf, rows: type === 5 || type === 13, cells, children }
}

/** Where the content of a cell lies: its first bytes in the page, what is left in a chain of overflow pages. */
export interface Payload {
  length: number
  local: Uint8Array
  /** The first page of the rest; 0 without one. */
  overflow: number
  overflowPages: number
}

/** The payload of a cell that has one. @throws {StoppedError} */
export function payloadOf({ usable }: Header, page: Page, cell: number): Payload {
  const size = varint(page.bytes, cell + (page.leaf ? 0 : 4))
  const start = page.rows ? varint(page.bytes, size.end).end : size.end
  const length = size.value
  const most = page.rows ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23
  const least = Math.floor(((usable - 12) * 32) / 255) - 23
  const rest = least + ((length - least) % (usable - 4))
  const kept = length <= most ? length : rest <= most ? rest : least
  const end = start + kept
  if (!Number.isSafeInteger(length) || end + (kept < length ? 4 : 0) > usable) throw malformed()
  return {
    length,
    local: page.bytes.subarray(start, end),
    overflow: kept < length ? u32(page.bytes, end, false)! : 0,
    overflowPages: Math.ceil((length - kept) / (usable - 4)),
  }
}

/** The first bytes of a payload, at most so many. @throws {StoppedError} */
export async function readPayload(
  reader: Reader,
  { pageSize, usable }: Header,
  { length, local, overflow }: Payload,
  most: number,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(Math.min(length, most))
  bytes.set(local.subarray(0, bytes.length))
  let page = overflow
  for (let at = local.length; at < bytes.length; at += usable - 4) {
    if (page < 1) throw malformed()
    const piece = await reader.bytes((page - 1) * pageSize, usable)
    bytes.set(piece.subarray(4, 4 + bytes.length - at), at)
    page = u32(piece, 0, false)!
  }
  return bytes
}

/** A number of one to nine bytes, and where it ends. Those that are not exact are not safe integers. */
export function varint(bytes: Uint8Array, at: number): { value: number; end: number } {
  let value = 0
  for (let i = 0; i < 9; i++) {
    const byte = bytes[at + i]
    if (byte === undefined) throw malformed()
    if (i === 8) return { value: value * 256 + byte, end: at + 9 }
    value = value * 128 + (byte & 0x7f)
    if (byte < 0x80) return { value, end: at + i + 1 }
  }
  throw malformed()
}

export const malformed = () => new StoppedError('form', 'The database is not as it should be from here on.')
