'use client'

import type { FocusEvent, KeyboardEvent, MouseEvent } from 'react'
import type { Hand } from '../panel/use-in-hand.ts'

interface Options {
  hand: Hand
  /** Whether the panel stands beside the list. */
  wide: boolean | undefined
  selectAll: () => void
}

const rowLink = (target: EventTarget) =>
  (target as HTMLElement).closest('[data-index]')?.querySelector<HTMLElement>('[data-row]') ?? undefined

/**
 * What keys and clicks do to rows beyond what every table does: Space and a click beside the controls show the row in
 * the panel, which then follows the focus; `d` downloads the selection where there is one; Ctrl+A selects all.
 */
export function useEntryKeys({ hand, wide, selectAll }: Options) {
  function onKeyDownCapture(event: KeyboardEvent) {
    const link = rowLink(event.target)
    const name = link?.dataset.name
    if (!link || name === undefined) return
    const modified = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey
    if (event.key === 'a' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      selectAll()
    }
    if (event.key === ' ' && event.target === link && !modified) {
      event.preventDefault()
      if (hand.now() === name) hand.close()
      else hand.show(name)
    }
    const selected = document.querySelector<HTMLElement>('[data-download-selection] button')
    if (event.key === 'd' && selected && !modified) {
      event.stopPropagation()
      selected.click()
    }
  }

  function onClick(event: MouseEvent) {
    if (event.defaultPrevented || getSelection()?.type === 'Range') return
    if ((event.target as HTMLElement).closest('a, button, input, label')) return
    const link = rowLink(event.target)
    if (!link?.dataset.name) return
    link.focus({ preventScroll: true })
    hand.show(link.dataset.name)
  }

  function onFocus({ target }: FocusEvent) {
    const name = (target as HTMLElement).dataset.name
    if (wide && name !== undefined && hand.now() !== undefined) hand.follow(name)
  }

  return { onKeyDownCapture, onClick, onFocus }
}
