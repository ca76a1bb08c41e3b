import { isUtf8 } from 'node:buffer'
import { entryName } from './entry-name.ts'
import type { Folder } from './folder.ts'
import { FolderChain } from './folder-chain.ts'
import { journalName } from './journal.ts'
import { isOwnTemporary } from './temporary-name.ts'

/** Something in the target. */
export interface TargetItem {
  /** As an object would be named: relative to the target; a folder's ends with `/`. */
  name: string
  /** The bytes of that name, by which items are ordered; a name on disk need not be UTF-8. */
  key: Buffer
  isUtf8: boolean
  isFolder: boolean
  /** The folders it lies in, from the target down. */
  parents: string[]
  /** Its own name. */
  last: Buffer
}

/**
 * Walks the target in the order of object names, without following symlinks, and steps only into the folders it is told
 * to. What a restore under way keeps there for itself is left out. Holds the entries of the folders on the way down.
 */
export class TargetWalk implements Disposable {
  readonly #chain: FolderChain
  readonly #levels: TargetItem[][] = []
  /** Whether a folder could not be read: what is in it is not known. */
  isPartial = false

  /** @param folder where it begins: a prefix of names that ends with `/`, or ''. */
  constructor(root: Folder, folder: string) {
    this.#chain = new FolderChain(root.retain())
    const place = entryName(folder)
    if (folder === '') this.#list([])
    else if (place.ok) this.#list([...place.parents, place.last])
  }

  /** The item it stands at; none at the end. */
  get item(): TargetItem | undefined {
    while (this.#levels.at(-1)?.length === 0) this.#levels.pop()
    return this.#levels.at(-1)?.at(-1)
  }

  /** Goes on behind the item, in a folder with what is in it unless `into` it. */
  next(into: boolean): void {
    const { item } = this
    this.#levels.at(-1)?.pop()
    if (into && item?.isFolder) this.#list([...item.parents, item.last.toString()])
  }

  [Symbol.dispose](): void {
    this.#chain[Symbol.dispose]()
  }

  #list(parents: string[]): void {
    const items: TargetItem[] = []
    const before = parents.map((part) => `${part}/`).join('')
    try {
      const { folder } = this.#chain.reach(parents)
      for (const entry of folder.entries()) {
        const text = entry.name.toString()
        if (isOwnTemporary(text) || (parents.length === 0 && text === journalName)) continue
        const isFolder = entry.isDirectory()
        const end = isFolder ? '/' : ''
        const key = Buffer.concat([Buffer.from(before), entry.name, Buffer.from(end)])
        items.push({ name: before + text + end, key, isUtf8: isUtf8(entry.name), isFolder, parents, last: entry.name })
      }
    } catch {
      this.isPartial = true // gone meanwhile, something else than a folder, or shut
      return
    }
    this.#levels.push(items.sort((a, b) => Buffer.compare(b.key, a.key)))
  }
}
