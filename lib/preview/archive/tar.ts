import { hasTarChecksum } from '../containers.ts'
import { type Reader, StoppedError } from '../reader.ts'
import { type ListedEntry, type ListingPage, listPage, nameOf, type Position, utc } from './listing.ts'

/*
 * The entries of a tar archive (POSIX ustar and pax, GNU, and the form before them) from their headers alone. What lies
 * between is not read, which is what libraries cannot do: they are given the archive from its beginning on.
 */

const block = 512
/** Of a long name and of a pax header this much is read, in bytes. */
const longest = 64 * 1024

/** A page of entries. @param whole the content is all of the archive: it must have an end. */
export async function listTar(
  reader: Reader,
  { from = { at: 0, index: 0 }, whole = true }: { from?: Position; whole?: boolean } = {},
): Promise<ListingPage> {
  return listPage(from, async (at) => {
    try {
      return await readEntry(reader, at)
    } catch (error) {
      if (!(error instanceof StoppedError) || error.reason !== 'end') throw error
      const message = whole ? 'The archive breaks off here: it has no end.' : 'What follows was not unpacked.'
      throw new StoppedError('end', message)
    }
  })
}

/** What headers before the entry's own say of it. */
interface Told {
  name?: string
  target?: string
  size?: number
  modified?: number
}

async function readEntry(reader: Reader, begin: number): Promise<{ entry: ListedEntry; next: number } | undefined> {
  const told: Told = {}
  let sparseSize: number | undefined
  for (let at = begin; ; ) {
    const header = await reader.bytes(at, block)
    if (header.every((byte) => byte === 0)) return undefined
    if (!hasTarChecksum(header)) throw malformed()
    const type = String.fromCharCode(header[156]!)
    const size = told.size ?? number(header.subarray(124, 136))
    at += block
    if ('LKxgX'.includes(type)) {
      const length = number(header.subarray(124, 136))
      const content = await reader.bytes(at, Math.min(length, longest))
      if (type === 'L') told.name = nameOf(untilZero(content))
      if (type === 'K') told.target = nameOf(untilZero(content))
      if (type === 'x' || type === 'X') sparseSize = readPax(content, told) ?? sparseSize
      at = behind(at, length)
      continue
    }
    if (type === 'S') {
      sparseSize ??= number(header.subarray(483, 495))
      for (let more = header[482]; more; at += block) more = (await reader.bytes(at, block))[504]
    }
    const entry: ListedEntry = {
      name: told.name ?? plainName(header),
      kind: kindOf(type),
      size: '12346'.includes(type) ? undefined : (sparseSize ?? size),
      modified: utc(told.modified ?? timeIn(header)),
    }
    if (type === '1' || type === '2') entry.target = told.target ?? nameOf(untilZero(header.subarray(157, 257)))
    if (entry.kind === 'file' && entry.name.endsWith('/')) entry.kind = 'folder'
    if (entry.kind === 'folder') entry.size = undefined
    return { entry, next: '12346'.includes(type) ? at : behind(at, size) }
  }
}

function kindOf(type: string): ListedEntry['kind'] {
  if (type === '5' || type === 'D') return 'folder'
  if (type === '1' || type === '2') return 'link'
  return '\x0007S'.includes(type) ? 'file' : 'other'
}

/** A name of two fields, where the form has them. */
function plainName(header: Uint8Array): string {
  const name = untilZero(header.subarray(0, 100))
  const isUstar = nameOf(header.subarray(257, 263)) === 'ustar\0'
  const prefix = isUstar ? untilZero(header.subarray(345, 500)) : name.subarray(0, 0)
  return prefix.length > 0 ? `${nameOf(prefix)}/${nameOf(name)}` : nameOf(name)
}

/** Takes over what a pax header says: records of `length key=value\n`. Gives the size of a file with holes. */
function readPax(content: Uint8Array, told: Told): number | undefined {
  let [path, sparseName]: (string | undefined)[] = []
  let sparseSize: number | undefined
  for (let at = 0; at < content.length; ) {
    const [, digits] = /^(\d{1,8}) /.exec(String.fromCharCode(...content.subarray(at, at + 9))) ?? []
    const length = Number(digits ?? 0)
    if (!digits || length <= digits.length + 2 || at + length > content.length) break
    const record = nameOf(content.subarray(at + digits.length + 1, at + length - 1))
    const [key, value] = [record.slice(0, record.indexOf('=')), record.slice(record.indexOf('=') + 1)]
    if (key === 'path') path = value
    if (key === 'GNU.sparse.name') sparseName = value
    if (key === 'linkpath') told.target = value
    if (key === 'size') told.size = inBounds(Number(value))
    if (key === 'mtime') told.modified = Math.floor(Number(value))
    if (key === 'GNU.sparse.realsize' || key === 'GNU.sparse.size') sparseSize = inBounds(Number(value))
    at += length
  }
  told.name = sparseName ?? path ?? told.name
  return sparseSize
}

/** Digits to the base eight, or, where they do not suffice, bytes behind one whose highest bit is set. */
function number(field: Uint8Array): number {
  if (field[0]! >= 0x80)
    return inBounds(field.subarray(1).reduce((value, byte) => value * 256 + byte, field[0]! & 0x3f))
  const digits = nameOf(untilZero(field)).trim()
  if (!/^[0-7]*$/.test(digits)) throw malformed()
  return Number.parseInt(digits || '0', 8)
}

/** A time that nobody can read does not hide its entry. */
function timeIn(header: Uint8Array): number {
  try {
    return number(header.subarray(136, 148))
  } catch {
    return Number.NaN
  }
}

function inBounds(value: number): number {
  if (Number.isSafeInteger(value) && value >= 0) return value
  throw malformed()
}

function untilZero(field: Uint8Array): Uint8Array {
  const end = field.indexOf(0)
  return end < 0 ? field : field.subarray(0, end)
}

/** Contents fill whole blocks. */
const behind = (at: number, size: number) => at + Math.ceil(size / block) * block

const malformed = () => new StoppedError('form', 'What follows is no header of a tar archive.')
