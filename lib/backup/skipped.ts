/**
 * What a backup could not read. The job keeps what the last backup has of it, so it looks whole and is older in parts.
 * That is nothing to rely on unseen. What was told of the last backup that is relied on is not told again: a source may
 * always have a few files that nobody may read.
 */
import type { BackupEvent } from './events.ts'

/** Of a job's skipped items, a folder counting as one: how many there were, and the names that its details have. */
export interface SkippedBefore {
  items: number
  names: ReadonlySet<string>
}

export interface Skipped {
  note(event: BackupEvent): void
  readonly items: number
  /** Objects that stay as the last backup has them. */
  readonly kept: number
  /** The first names, as many as there is room for. */
  readonly names: readonly string[]
  warning(): string | undefined
}

/** Bytes that the names may have as JSON. */
const room = 1536

/** @param before what was skipped in the last backup that is relied on. */
export function createSkipped(before: SkippedBefore = { items: 0, names: new Set() }): Skipped {
  const names: string[] = []
  let rest = room
  let items = 0
  let kept = 0
  /** Not named before. */
  let fresh = 0
  let freshKept = 0
  /** Items of which the last backup has more count as so many. */
  let missed = 0
  /** Items that were read, or are known to be unchanged. */
  let read = 0
  return {
    note(event) {
      if (event.kind === 'stored' || event.kind === 'same') read++
      if (event.kind !== 'omitted') return
      items++
      kept += event.kept
      missed += Math.max(event.kept, 1)
      if (!before.names.has(event.name)) {
        fresh++
        freshKept += event.kept
      }
      const bytes = Buffer.byteLength(JSON.stringify(event.name)) + 1
      if (bytes > rest) return
      rest -= bytes
      names.push(event.name)
    },
    get items() {
      return items
    },
    get kept() {
      return kept
    },
    names,
    warning() {
      // As many as it does not name may be the same ones.
      const isKnown = fresh <= Math.max(before.items - before.names.size, 0)
      if (isKnown || (freshKept === 0 && missed < read)) return undefined
      const stay =
        kept === 1 ? ', 1 stays as the last backup has it' : `, ${number(kept)} stay as the last backup has them`
      return `${word}${number(missed)} of ${number(missed + read)} items${kept > 0 ? stay : ''}`
    },
  }
}

const word = 'skipped: '

/** A job's warning without what it says of skipped items, which every backup finds out anew. */
export function withoutSkipped(warning: string): string | undefined {
  return (
    warning
      .split('; ')
      .filter((part) => !part.startsWith(word))
      .join('; ') || undefined
  )
}

/** Reads what {@link Skipped} has left in a job's details; nothing where another writer made them. */
export function skippedOf(details: string | undefined): SkippedBefore | undefined {
  try {
    const { skipped, skippedNames } = JSON.parse(details ?? '{}')
    if (!Number.isSafeInteger(skipped) || skipped < 0) return undefined
    const names: unknown[] = Array.isArray(skippedNames) ? skippedNames : []
    return { items: skipped, names: new Set(names.filter((name) => typeof name === 'string')) }
  } catch {
    return undefined
  }
}

function number(value: number): string {
  return value.toLocaleString('en')
}
