/**
 * The tar format (POSIX.1-2001, "pax"), one entry at a time. A header is a pure function of its entry, so every offset of
 * an archive is known before it is read and a download can go on at any byte. Libraries write a stream from its
 * beginning and keep times to the millisecond; both rule them out here.
 */
import type { ArchiveEntry } from './entry.ts'
import { fitsPlain, idLimit, octalLimit, ownerLength, paxRecords } from './pax.ts'

const block = 512

/** Two blocks of zeros end an archive. */
export const tarEnd = Buffer.alloc(2 * block)

/** What stands before an entry's content: a pax header where the plain one cannot say it all, then the plain one. */
export function tarHead(entry: ArchiveEntry): Buffer {
  const seconds = entry.mtime >= 0n ? entry.mtime / 1_000_000_000n : -1n
  const pax = paxRecords(entry)
  const plain = ustar({
    // Who does not know of holes unpacks something that cannot be taken for the file.
    name: entry.sparseSize === undefined ? entry.name : `GNUSparseFile.0/${entry.name}`,
    mode: entry.mode,
    size: entry.size,
    mtime: seconds >= 0n && seconds <= octalLimit ? Number(seconds) : 0,
    type: { file: '0', link: '1', directory: '5', symlink: '2' }[entry.type],
    target: entry.target ?? '',
    owner: entry.owner,
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

interface PlainHeader {
  name: string
  mode: number
  size: number
  mtime: number
  type: string
  target: string
  owner?: ArchiveEntry['owner']
}

function ustar({ name, mode, size, mtime, type, target, owner }: PlainHeader): Buffer {
  const header = Buffer.alloc(block)
  header.write(cut(name), 0, 100)
  const [uid, gid] = [owner?.uid ?? 0, owner?.gid ?? 0].map((id) => octal(id > idLimit ? 0 : id, 7))
  const length = octal(size > octalLimit ? 0 : size, 11)
  header.write(`${octal(mode, 7)}\0${uid}\0${gid}\0${length}\0${octal(mtime, 11)}\0        ${type}`, 100, 'latin1')
  if (target !== '') header.write(cut(target), 157, 100)
  header.write('ustar\x0000', 257, 'latin1')
  if (fitsPlain(owner?.user ?? '', ownerLength)) header.write(owner?.user ?? '', 265, 'latin1')
  if (fitsPlain(owner?.group ?? '', ownerLength)) header.write(owner?.group ?? '', 297, 'latin1')
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
