/**
 * What is left of what the last backup had: a source may have become empty because its disk is not mounted, or because
 * what filled it failed.
 */

/** Of the last backup, what is left and what is gone; beside it what is new. What is excluded now counts nowhere. */
export interface Census {
  /** A source of one file is measured in bytes. */
  unit: 'items' | 'bytes'
  left: number
  gone: number
  added: number
}

/** There is nothing in the source, or nothing but what is left out, and the last backup had something, or is none. */
export class EmptySourceError extends Error {
  override readonly name = 'EmptySourceError'
  readonly retryable = false
  /** A rule leaves out all there is. */
  readonly leftOut: boolean
  constructor(leftOut: boolean, isFirst: boolean) {
    const what = leftOut ? 'All that is in the source is left out' : 'The source is empty'
    const before = `the last backup of it is not${leftOut ? ' empty' : ''}`
    super(`${what}, and ${isFirst ? 'there is no backup of it yet' : before}`)
    this.leftOut = leftOut
  }
}

/**
 * The warning of a backup that has lost at least half of what the one before had.
 * Names count, not numbers: where everything was renamed nothing is left, and the warning says how much is new.
 */
export function shrunkWarning({ unit, left, gone, added }: Census): string | undefined {
  const before = left + gone
  if (gone === 0 || left > gone) return undefined
  const measure = unit === 'bytes' ? ' bytes' : ''
  const filledUp = left + added > before / 2 ? `, ${number(added)} new` : ''
  return `shrunk: ${number(left)} of ${number(before)}${measure} left${filledUp}`
}

function number(value: number): string {
  return value.toLocaleString('en')
}
