import type { ExtraEvent } from '#lib/restore/files/restore-files.ts'
import { count, printable } from './text.ts'

/** Names that are told; the others are counted. */
const mostNamed = 3

/** Counts what a folder has and the job does not. A folder counts as one, with all that is in it. */
export class ExtrasTally {
  #found = 0
  #removed = 0
  readonly #named: string[] = []
  #known: Extract<ExtraEvent, { kind: 'extras' }>['known'] = 'none'

  heed(event: ExtraEvent): void {
    if (event.kind === 'extras') this.#known = event.known
    else if (event.kind === 'removed') this.#removed++
    else if (event.kind === 'extra') {
      this.#found++
      if (this.#named.length < mostNamed) this.#named.push(printable(event.name))
    }
  }

  /** `3 items in the folder are not in the job: a, b/ and c`, without a full stop; undefined where there are none. */
  get found(): string | undefined {
    if (this.#found === 0 || this.#known === 'none') return undefined
    const atLeast = this.#known === 'some' ? 'at least ' : ''
    const more = this.#found - this.#named.length
    const names = more > 0 ? [...this.#named, `${more.toLocaleString('en')} more`] : this.#named
    const list = names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
    return `${atLeast}${count(this.#found, 'item')} in the folder ${this.#found === 1 ? 'is' : 'are'} not in the job: ${list}`
  }

  /** `3 items deleted that the job does not have`; undefined where there are none. */
  get removed(): string | undefined {
    return this.#removed === 0 ? undefined : `${count(this.#removed, 'item')} deleted that the job does not have`
  }
}
