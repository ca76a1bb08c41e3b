import type { Look, Missed } from '#lib/restore/files/looks.ts'
import { count } from './text.ts'

/** What has a name in a list; attributes that nobody looked at have a sentence of their own. */
type Named = Exclude<Missed, 'unasked'>

const words: Record<Named, string> = {
  owner: 'the owner',
  group: 'the group',
  mode: 'the mode',
  withheld: 'setuid bits, setgid bits or file capabilities (--setuid keeps them)',
  setuid: 'setuid or setgid bits',
  capabilities: 'file capabilities',
  system: 'attributes of the system (never taken from a backup)',
  partial: 'attributes that could not be backed up',
  acl: 'ACLs',
  xattrs: 'other extended attributes',
  time: 'the exact time',
  'hard link': 'a hard link (it is a file of its own)',
  facts: 'owner and attributes, whose record is damaged',
}

/** What the system lets only root set, as a rule. */
const rootOnly: Named[] = ['owner', 'group', 'setuid', 'capabilities', 'xattrs']

/** Counts what items look otherwise than in the job, and says it in a sentence a kind. */
export class LooksTally {
  readonly #missed = new Map<Named, number>()
  readonly #left = new Map<Named, number>()
  #unasked = 0

  /** An item that was restored is without this. */
  missed(what: Missed): void {
    if (what === 'unasked') this.#unasked++
    else this.#missed.set(what, (this.#missed.get(what) ?? 0) + 1)
  }

  /** An item that was there was left with another one of this. */
  left(what: Look): void {
    this.#left.set(what, (this.#left.get(what) ?? 0) + 1)
  }

  /** undefined where everything looks as in the job. */
  sentence(): string | undefined {
    const needsRoot = process.getuid?.() !== 0 && rootOnly.some((what) => this.#missed.has(what))
    const sentences = [
      this.#missed.size > 0 && `Restored, but without ${listed(this.#missed)}.`,
      needsRoot && 'As root and with --overwrite more of it can be restored.',
      this.#left.size > 0 &&
        `Left as it was there, other than in the job: ${listed(this.#left)} (--overwrite gives what the job has).`,
      this.#unasked > 0 &&
        `Nobody looked at attributes and ACLs when this was backed up, and ${count(this.#unasked, 'item')} here had some: they stay, but not with what was replaced.`,
    ]
    return sentences.filter(Boolean).join(' ') || undefined
  }
}

function listed(counts: ReadonlyMap<Named, number>): string {
  return [...counts].map(([what, items]) => `${words[what]} of ${count(items, 'item')}`).join(', ')
}
