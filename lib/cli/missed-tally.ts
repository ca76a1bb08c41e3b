import type { Missed } from '../restore/files/looks.ts'
import type { RestoreEvent } from '../restore/files/restore-files.ts'
import { count } from './text.ts'

const words: Record<Exclude<Missed, 'unasked'>, string> = {
  owner: 'the owner',
  group: 'the group',
  withheld: 'setuid bits, setgid bits or file capabilities (--setuid keeps them)',
  setuid: 'setuid or setgid bits',
  capabilities: 'file capabilities',
  system: 'attributes of the system (never taken from a backup)',
  partial: 'attributes that could not be backed up',
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
    const { unasked = 0, ...counts } = Object.fromEntries(this.#counts) as Partial<Record<Missed, number>>
    const parts = (Object.keys(counts) as (keyof typeof words)[]).map(
      (what) => `${words[what]} of ${count(counts[what] ?? 0, 'item')}`,
    )
    const needsRoot = process.getuid?.() !== 0 && rootOnly.some((what) => this.#counts.has(what))
    const sentences = [
      parts.length > 0 && `Restored, but without ${parts.join(', ')}.`,
      needsRoot && 'As root more of it can be restored.',
      unasked > 0 &&
        `Nobody looked at attributes and ACLs when this was backed up, and ${count(unasked, 'item')} here had some: they stay, but not with what was replaced.`,
    ]
    return sentences.filter(Boolean).join(' ') || undefined
  }
}
