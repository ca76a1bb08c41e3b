import { compareNames } from '#lib/browse/names.ts'
import { parseThawMetadata, type ThawMetadata } from './metadata.ts'
import type { FoundEntry, OmittedEntry, ScanItem } from './scan.ts'
import { metadataOf } from './stored-metadata.ts'

/** An object of the incremental base. */
export interface BaseObject {
  name: string
  metadata: string | undefined
}

export type Change =
  | { kind: 'store'; entry: FoundEntry }
  | { kind: 'same'; entry: FoundEntry }
  | { kind: 'delete'; name: string }
  | OmittedEntry

/**
 * Joins what is on disk with what the base holds, both in the order of names, into what the new job has to do.
 * Same type, size, modification time, mode, owner and symlink target: the same, not read again unless `readAll`.
 *
 * @throws {Error} either side is out of order: acting on it could delete what is still there.
 */
export async function* changes(
  disk: AsyncIterable<ScanItem>,
  base: AsyncIterable<BaseObject>,
  { readAll = false }: { readAll?: boolean | undefined } = {},
): AsyncGenerator<Change> {
  const stored = ordered(base, 'The storage service lists')[Symbol.asyncIterator]()
  try {
    let object = (await stored.next()).value
    let last: string | undefined
    for await (const item of disk) {
      if (item.kind === 'omitted' && !item.keep) {
        yield item
        continue
      }
      if (last !== undefined && compareNames(last, item.name) >= 0) throw outOfOrder('The folder gave', last, item.name)
      last = item.name
      while (object && compareNames(object.name, item.name) < 0) {
        yield { kind: 'delete', name: object.name }
        object = (await stored.next()).value
      }
      if (item.kind === 'omitted') {
        const kept = (name: string) => name === item.name || (item.name.endsWith('/') && name.startsWith(item.name))
        while (object && kept(object.name)) object = (await stored.next()).value
        yield item
        continue
      }
      const isThere = object?.name === item.name
      yield { kind: isThere && !readAll && isSame(item, object!.metadata) ? 'same' : 'store', entry: item }
      if (isThere) object = (await stored.next()).value
    }
    for (; object; object = (await stored.next()).value) yield { kind: 'delete', name: object.name }
  } finally {
    await stored.return?.(undefined)
  }
}

function isSame(entry: FoundEntry, text: string | undefined): boolean {
  const before = parseThawMetadata(text)
  if (!before) return false
  const now = metadataOf(entry)
  const members: (keyof ThawMetadata)[] = ['type', 'size', 'mtime', 'mode']
  // A target too long for the string is known by its SHA-256.
  if (entry.type === 'symlink') members.push(before.target === undefined ? 'sha256' : 'target')
  return members.every((member) => before[member] === now[member]) && hasSameOwner(before, now)
}

/** By number: a user may get another name. What has no room for numbers in the string has them in its blob. */
function hasSameOwner(before: ThawMetadata, { owner }: ThawMetadata): boolean {
  if (!owner || (!before.owner && before.more)) return true
  return before.owner?.uid === owner.uid && before.owner.gid === owner.gid
}

async function* ordered(base: AsyncIterable<BaseObject>, who: string): AsyncGenerator<BaseObject, undefined> {
  let last: string | undefined
  for await (const object of base) {
    if (last !== undefined && compareNames(last, object.name) >= 0) throw outOfOrder(who, last, object.name)
    last = object.name
    yield object
  }
  return undefined
}

function outOfOrder(who: string, before: string, after: string): Error {
  return new Error(`${who} ${JSON.stringify(after)} behind ${JSON.stringify(before)}, out of the order of their bytes`)
}
