import type { NameKind, TakenName } from '#lib/ledger/archive-entries.ts'
import type { ArchivePlans } from '#lib/ledger/archive-plans.ts'

/** Names taken in one archive while it is planned, by the key under which common file systems compare them. */
export interface TakenNames {
  kindOf(key: string): Promise<NameKind | undefined>
  /** The key's kind must have been asked for. */
  take(key: string, kind: NameKind): void
  /** The next number for an alternative to a taken name; from 2. */
  nextNumber(key: string): Promise<number>
  /** Asks for many at once. */
  load(keys: readonly string[]): Promise<void>
}

/** Those of a plan in the ledger, and those that the entries since the last write take. */
export function createTakenNames(
  plans: Pick<ArchivePlans, 'names'>,
  planId: string,
): TakenNames & {
  /** What was taken or numbered since it was last asked, to be written with the entries; the rest is forgotten. */
  changes(): TakenName[]
} {
  let known = new Map<string, TakenName | undefined>()
  let changed = new Set<string>()

  async function load(keys: readonly string[]): Promise<void> {
    const unknown = [...new Set(keys)].filter((key) => !known.has(key))
    if (unknown.length === 0) return
    for (const key of unknown) known.set(key, undefined)
    for (const name of await plans.names(planId, unknown)) known.set(name.key, name)
  }

  async function find(key: string): Promise<TakenName | undefined> {
    if (!known.has(key)) await load([key])
    return known.get(key)
  }

  function change(name: TakenName): void {
    known.set(name.key, name)
    changed.add(name.key)
  }

  return {
    load,
    kindOf: async (key) => (await find(key))?.kind,
    take: (key, kind) => change({ key, kind, next: known.get(key)?.next ?? 2 }),
    async nextNumber(key) {
      const name = await find(key)
      if (!name) return 2
      change({ ...name, next: name.next + 1 })
      return name.next
    },
    changes() {
      const changes = [...changed].map((key) => known.get(key)!)
      known = new Map()
      changed = new Set()
      return changes
    },
  }
}
