import { parseThawMetadata, type ThawMetadata } from '#lib/browse/metadata.ts'
import { compareNames } from '#lib/browse/names.ts'
import { xattrsUnsupported } from '#lib/posix/xattrs.ts'
import type { ExcludedEntry } from './exclude.ts'
import type { FoundEntry, OmittedEntry, ScanItem, VanishedEntry } from './scan.ts'
import { type IgnoredIdentity, isSeen } from './seen.ts'
import { metadataOf } from './stored-metadata.ts'

/** An object of the incremental base. */
export interface BaseObject {
  name: string
  metadata: string | undefined
  /** Bytes of content. */
  size: number
}

export type Change =
  /** `before`: what the base has under its name. `damaged`: only that is the reason. */
  | { kind: 'store'; entry: FoundEntry; before: BaseObject | undefined; damaged?: boolean }
  | { kind: 'same'; entry: FoundEntry; before: BaseObject }
  /** The object is gone from the disk, or `excluded` now. */
  | { kind: 'delete'; object: BaseObject; excluded: boolean }
  /** `kept` objects of the base stay as they are. */
  | (OmittedEntry & { kept: number })
  | VanishedEntry
  | ExcludedEntry

export interface Comparison extends IgnoredIdentity {
  /** Take nothing for the same: what is stored again heals the chunks of it that are damaged. */
  readAll?: boolean | undefined
  /** Names of objects of the base that are known to be damaged. */
  damaged?: ReadonlySet<string> | undefined
}

/**
 * Joins what is on disk with what the base holds, both in the order of names, into what the new job has to do.
 * Same type, size, modification time, mode, owner, symlink target, change time and inode: the same.
 *
 * @throws {Error} either side is out of order: acting on it could delete what is still there.
 */
export async function* changes(
  disk: AsyncIterable<ScanItem>,
  base: AsyncIterable<BaseObject>,
  comparison: Comparison = {},
): AsyncGenerator<Change> {
  const stored = ordered(base, 'The storage service lists')[Symbol.asyncIterator]()
  try {
    let object = (await stored.next()).value
    let last: string | undefined
    for await (const item of disk) {
      const passes = item.kind === 'vanished' || (item.kind === 'omitted' && !item.keep)
      if (passes || (item.kind === 'excluded' && item.unnameable)) {
        yield item.kind === 'omitted' ? { ...item, kept: 0 } : item
        continue
      }
      const order = last === undefined ? -1 : compareNames(last, item.name)
      // A folder may be found and then told to have its contents left out.
      if (order > 0 || (order === 0 && item.kind !== 'excluded')) throw outOfOrder('The folder gave', last!, item.name)
      last = item.name
      while (object && compareNames(object.name, item.name) < 0) {
        yield { kind: 'delete', object, excluded: false }
        object = (await stored.next()).value
      }
      if (item.kind === 'found') {
        const before: BaseObject | undefined = object?.name === item.name ? object : undefined
        if (!before || !isSame(item, before.metadata, comparison)) yield { kind: 'store', entry: item, before }
        else if (comparison.damaged?.has(item.name)) yield { kind: 'store', entry: item, before, damaged: true }
        else yield { kind: 'same', entry: item, before }
        if (before) object = (await stored.next()).value
        continue
      }
      let kept = 0
      for (; object && covers(item.name, object.name); object = (await stored.next()).value) {
        if (item.kind === 'excluded') yield { kind: 'delete', object, excluded: true }
        else kept++
      }
      yield item.kind === 'omitted' ? { ...item, kept } : item
    }
    for (; object; object = (await stored.next()).value) yield { kind: 'delete', object, excluded: false }
  } finally {
    await stored.return?.(undefined)
  }
}

/** Whether an object is what an item names, or lies in the folder that it names. */
function covers(item: string, object: string): boolean {
  return object === item || (item.endsWith('/') && object.startsWith(item))
}

function isSame(entry: FoundEntry, text: string | undefined, { readAll, ...ignored }: Comparison): boolean {
  const before = parseThawMetadata(text)
  if (!before || readAll) return false
  const now = metadataOf(entry)
  const members: (keyof ThawMetadata)[] = ['type', 'size', 'mtime', 'mode']
  // A target too long for the string is known by its SHA-256.
  if (entry.type === 'symlink') members.push(before.target === undefined ? 'sha256' : 'target')
  if (!members.every((member) => before[member] === now[member]) || !hasSameOwner(before, now)) return false
  // What nobody could look at is looked at once somebody can; what was kept in part is told again.
  if (before.attributes !== (xattrsUnsupported && 'unasked')) return false
  return isSeen(before.seen, entry, ignored)
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
