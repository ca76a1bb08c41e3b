import type { Missed } from '../restore/files/looks.ts'
import type { RestoreEvent } from '../restore/files/restore-files.ts'
import { count } from './text.ts'

const words: Record<Missed, string> = {
  owner: 'the owner',
  group: 'the group',
  withheld: 'setuid bits, setgid bits or file capabilities (--setuid keeps them)',
  setuid: 'setuid or setgid bits',
  capabilities: 'file capabilities',
  acl: 'ACLs',
  xattrs: 'other extended attributes',
  time: 'a time this file system cannot hold',
  'hard link': 'a hard link (it is a file of its own)',
  facts: 'owner and attributes, whose record is damaged',
}

/** What the system lets only root set, as a rule. */
const rootOnly: Missed[] = ['owner', 'group', 'setuid', 'capabilities', 'xattrs']

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
    const needsRoot = process.getuid?.() !== 0 && rootOnly.some((what) => this.#counts.has(what))
    return `Restored, but without ${parts.join(', ')}.${needsRoot ? ' As root more of it can be restored.' : ''}`
  }
}
