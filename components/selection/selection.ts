/** A folder (with everything in it; '' is the whole job) or an object that a person picked. */
export interface Picked {
  kind: 'folder' | 'object'
  name: string
  /** Bytes, where they are known. */
  size?: number | undefined
}

/** What is picked in one job, by kind and name. */
export type Selection = ReadonlyMap<string, Picked>

export const nothing: Selection = new Map()

const keyOf = ({ kind, name }: Picked) => `${kind} ${name}`

export function isPicked(selection: Selection, item: Picked): boolean {
  return selection.has(keyOf(item))
}

/** Whether a folder it lies in is picked, and it with it. */
export function isCovered(selection: Selection, { name }: Picked): boolean {
  if (name !== '' && selection.has(keyOf({ kind: 'folder', name: '' }))) return true
  for (let end = name.indexOf('/'); end >= 0 && end < name.length - 1; end = name.indexOf('/', end + 1))
    if (selection.has(keyOf({ kind: 'folder', name: name.slice(0, end + 1) }))) return true
  return false
}

/** Picks items, or puts them back. A picked folder takes what was picked in it along. */
export function withPicked(selection: Selection, items: readonly Picked[], on: boolean): Selection {
  const next = new Map(selection)
  for (const item of items) {
    if (on && !isCovered(next, item)) next.set(keyOf(item), item)
    if (!on) next.delete(keyOf(item))
  }
  const folders = items.some(({ kind }) => kind === 'folder')
  if (on && folders) for (const [key, item] of next) if (isCovered(next, item)) next.delete(key)
  return next
}

/** What is kept of a row. */
export const picked = ({ kind, name, size }: Picked): Picked => ({ kind, name, size })

/** How many items, and their bytes as far as they are known; `more` where they are not of all. */
export function sumOf(selection: Selection): { count: number; bytes: number; more: boolean } {
  const sum = { count: selection.size, bytes: 0, more: false }
  for (const { kind, size } of selection.values())
    if (kind === 'folder' || size === undefined) sum.more = true
    else sum.bytes += size
  return sum
}
