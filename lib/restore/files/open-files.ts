import { readFileSync } from 'node:fs'

/** Descriptors that are none of the restored files: connections, libraries, the folders on the way down. */
const forOthers = 112
/** A file under way and its folder. */
const forOne = 2

/**
 * How many files may be under way at once with the files this process may have open, at most `most`.
 *
 * @param limits as Linux tells them in /proc/self/limits; elsewhere the least that is usual is taken.
 */
export function filesAtOnce(most: number, limits = ownLimits()): number {
  const open = /^Max open files\s+(\d+|unlimited)/m.exec(limits)?.[1] ?? '256'
  const limit = open === 'unlimited' ? Number.POSITIVE_INFINITY : Number(open)
  return Math.max(8, Math.min(most, Math.floor((limit - forOthers) / forOne)))
}

function ownLimits(): string {
  try {
    return readFileSync('/proc/self/limits', 'utf8')
  } catch {
    return ''
  }
}
