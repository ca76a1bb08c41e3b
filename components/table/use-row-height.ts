'use client'

import { useSyncExternalStore } from 'react'

const phone = '(max-width: 640px)'
const comfortable = 36

/** The height of a row in pixels, as the style sheet has it for this screen and density. */
export function useRowHeight(): number {
  return useSyncExternalStore(subscribe, rowHeight, () => comfortable)
}

let known: number | undefined

function rowHeight(): number {
  known ??= Number.parseInt(getComputedStyle(document.documentElement).getPropertyValue('--row'), 10)
  return known
}

function subscribe(changed: () => void) {
  known = undefined // it may have changed while nobody looked
  const forget = () => {
    known = undefined
    changed()
  }
  const query = window.matchMedia(phone)
  const density = new MutationObserver(forget)
  query.addEventListener('change', forget)
  density.observe(document.documentElement, { attributeFilter: ['data-density'] })
  return () => {
    query.removeEventListener('change', forget)
    density.disconnect()
  }
}
