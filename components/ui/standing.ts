import { useSyncExternalStore } from 'react'

/**
 * How this page stands with the dashboard that served it: its session may have ended, or another build may run there by
 * now. Noted wherever an answer tells; the frame's bar says it.
 */
export type Standing = 'fine' | 'signed-out' | 'upgraded'

let standing: Standing = 'fine'
const listeners = new Set<() => void>()

/** Enters what an answer tells. A page of another build stays one until it is loaded again. */
export function noteStanding(next: Standing): void {
  if (standing === next || standing === 'upgraded') return
  standing = next
  for (const notify of listeners) notify()
}

export function useStanding(): Standing {
  return useSyncExternalStore(
    (changed) => {
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
    () => standing,
    () => 'fine',
  )
}

/**
 * Enters why a script of ours could not be had: the dashboard does not answer, or its scripts are those of another
 * build.
 */
export async function noteMissingScript(): Promise<void> {
  try {
    await fetch('/healthz', { cache: 'no-store' })
    noteStanding('upgraded')
  } catch {
    window.dispatchEvent(new Event('offline')) // the framework then watches for the way back
  }
}
