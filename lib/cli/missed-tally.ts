import type { Missed } from '../restore/files/looks.ts'
import type { RestoreEvent } from '../restore/files/restore-files.ts'
import { count } from './text.ts'

const words: Record<Missed, string> = {
  owner: 'the owner',
  group: 'the group',
  setuid: 'setuid or setgid bits',
  capabilities: 'file capabilities',
  acl: 'ACLs',
  xattrs: 'other extended attributes',
  time: 'a time this file system cannot hold',
  'hard link': 'a hard link (it is a file of its own)',
  facts: 'owner and attributes, whose record is damaged',
}

/** Counts what restored items do not have that they had, and says it in one line. */
export class MissedTally {
  readonly #counts = new Map<Missed, number>()

  heed({ what }: Extract<RestoreEvent, { kind: 'missed' }>): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1)
  }

  /** undefined where everything was put back. */
  sentence(): string | undefined {
    if (this.#counts.size === 0) return undefined
    const parts = [...this.#counts].map(([what, items]) => `${words[what]} of ${count(items, 'item')}`)
    const kept = this.#counts.has('setuid') || this.#counts.has('capabilities')
    const remedy = [
      ...(kept ? ['--setuid keeps setuid bits and capabilities'] : []),
      ...(process.getuid?.() === 0 ? [] : ['root may restore them all']),
    ]
    return `Restored, but without ${parts.join(', ')}${remedy.length > 0 ? ` (${remedy.join('; ')})` : ''}.`
  }
}
