'use client'

import { useSyncExternalStore } from 'react'
import { nothing, type Picked, type Selection, withPicked } from './selection.ts'

/** Kept while the tab lives, so that a selection grows from folder to folder. */
const selections = new Map<string, Selection>()
const listeners = new Set<() => void>()

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function change(jobId: string, selection: Selection): void {
  selections.set(jobId, selection)
  for (const notify of listeners) notify()
}

/** What is picked in a job, on whatever page of it. */
export function useSelection(jobId: string) {
  const selection = useSyncExternalStore(
    subscribe,
    () => selections.get(jobId) ?? nothing,
    () => nothing,
  )
  return {
    selection,
    pick: (items: readonly Picked[], on: boolean) =>
      change(jobId, withPicked(selections.get(jobId) ?? nothing, items, on)),
    clear: () => change(jobId, nothing),
  }
}
