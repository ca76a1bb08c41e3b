'use client'

import { useSyncExternalStore } from 'react'
import type { Begun } from './begun.ts'

/** Kept for the tab, so that a reload does not forget what the browser goes on with. */
const kept = 'thaw-begun-downloads'
const none: readonly Begun[] = []
const most = 20

let begun: readonly Begun[] | undefined
const listeners = new Set<() => void>()

function read(): readonly Begun[] {
  try {
    begun ??= JSON.parse(sessionStorage.getItem(kept) ?? '[]') as Begun[]
  } catch {
    begun ??= none // storage that is not to be had, or was written by another version
  }
  return begun
}

/** Notes downloads in place of those before, as far as anything has changed. */
export function noteBegun(change: (begun: readonly Begun[]) => Begun[]): void {
  const before = read()
  const next = change(before).slice(-most)
  if (next.length === before.length && next.every((each, i) => each === before[i])) return
  begun = next
  try {
    sessionStorage.setItem(kept, JSON.stringify(next))
  } catch {
    // A reload will have forgotten them.
  }
  for (const notify of listeners) notify()
}

/** The downloads begun from this tab that have not ended well. */
export function useBegun(): readonly Begun[] {
  return useSyncExternalStore(
    (changed) => {
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
    read,
    () => none,
  )
}
