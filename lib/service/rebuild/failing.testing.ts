import { type IndexStore, IndexUnavailableError } from '../index-store.ts'
import { type ChunkStore, StoreUnavailableError } from '../ports.ts'

/**
 * What goes wrong with a write: the index does not take the row, then the disk not even the void, or the process ends
 * before or after the index took it.
 */
export type Fault = 'row' | 'row and void' | 'killed before the row' | 'killed behind the row'

/** Writes that are recorded before. */
const recorded = new Set<PropertyKey>([
  'createJob',
  'putObject',
  'completeUpload',
  'deleteObject',
  'commitJob',
  'abortJob',
  'confirmJob',
  'deleteJob',
])

interface Failing {
  index: IndexStore
  chunks: ChunkStore
  /** What happens to the next row; while it is `row and void`, the disk takes no record behind it. */
  next: Fault | undefined
  /** The process has ended: nothing more is written. */
  readonly dead: boolean
}

/** A store whose writes fail when they are told to. */
export function failing(store: { index: IndexStore; chunks: ChunkStore }): Failing {
  const faults = { next: undefined as Fault | undefined, dead: false, full: false }

  async function enter(write: (input: never) => Promise<unknown>, input: never): Promise<unknown> {
    if (faults.dead) throw new Error('The process has ended')
    const { next } = faults
    if (next === undefined) return write(input)
    if (next === 'killed behind the row') await write(input)
    faults.dead = next.startsWith('killed')
    faults.full = next === 'row and void'
    if (next === 'row') faults.next = undefined
    throw new IndexUnavailableError('The index did not take the write: disk I/O error')
  }

  return {
    index: new Proxy(store.index, {
      get(target, name) {
        const member = target[name as keyof IndexStore] as never
        return recorded.has(name) ? (input: never) => enter(member, input) : member
      },
    }),
    chunks: new Proxy(store.chunks, {
      get(target, name) {
        const member = target[name as keyof ChunkStore] as unknown
        if (name === 'appendManifest' && (faults.dead || faults.full))
          return () => Promise.reject(new StoreUnavailableError('The disk is full'))
        return typeof member === 'function' ? member.bind(target) : member
      },
    }),
    get next() {
      return faults.next
    },
    set next(fault) {
      faults.next = fault
      faults.full = false
    },
    get dead() {
      return faults.dead
    },
  }
}
