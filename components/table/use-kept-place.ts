'use client'

import { type Dispatch, type SetStateAction, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { historyEntry, keepPlace, keptPlace } from './kept-place.ts'
import type { KnownPage } from './known-pages.ts'

/**
 * Keeps where one stands in a listing when the page is left, and goes back there when the browser comes back to it or
 * reloads.
 *
 * @param name which listing, and `top` the keys of the rows it begins with.
 */
export function useKeptPlace<Cursor>(
  name: string,
  top: string,
  [known, setKnown]: [KnownPage<Cursor>[], Dispatch<SetStateAction<KnownPage<Cursor>[]>>],
) {
  const latest = useRef(known)
  const [scroll, setScroll] = useState<number>()
  useEffect(() => {
    latest.current = known
  }, [known])

  useLayoutEffect(() => {
    let entry = historyEntry()
    if (!entry) return
    const kept = keptPlace<Cursor>(entry, name, top)
    if (kept) {
      setKnown(kept.known)
      setScroll(kept.scroll)
    }
    // Told by what a person does: when the table goes, the page may have been scrolled for what comes in its place, and
    // the entry may not be the one the table came with, where something was opened beside it.
    let at = kept?.scroll ?? window.scrollY
    let own = listing()
    const follow = () => {
      const now = historyEntry()
      // On the way back or forward the entry is another page's already while this one is still shown.
      if (now !== entry && listing() !== own) return
      at = window.scrollY
      entry = now ?? entry
      own = listing()
    }
    const keep = () => entry && keepPlace(entry, { name, top, known: latest.current, scroll: at })
    const does = ['scroll', 'pointerdown', 'keydown']
    for (const event of does) window.addEventListener(event, follow, { passive: true, capture: true })
    window.addEventListener('pagehide', keep)
    return () => {
      for (const event of does) window.removeEventListener(event, follow, { capture: true })
      window.removeEventListener('pagehide', keep)
      keep()
    }
  }, [name, top, setKnown])

  // Runs once the table has grown to the height it had.
  useLayoutEffect(() => {
    if (scroll !== undefined) window.scrollTo(0, scroll)
  }, [scroll])
}

/** The address but for what is open beside the listing. */
function listing(): string {
  const { pathname, searchParams } = new URL(location.href)
  searchParams.delete('open')
  return `${pathname}?${searchParams}`
}
