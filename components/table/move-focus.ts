import type { KeyboardEvent } from 'react'

/**
 * Moves between the main links of a table's rows by the arrow keys, presses what downloads the row with `d`, its
 * checkbox with `x` and what opens its details with Space.
 * `reveal` brings a row into view that may not exist yet.
 */
export function moveFocus(event: KeyboardEvent<HTMLTableElement>, rows: number, reveal: (index: number) => void) {
  const table = event.currentTarget
  const row = (event.target as HTMLElement).closest<HTMLElement>('[data-index]')
  if (!row || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
  const index = Number(row.dataset.index)
  if (event.key === 'd') {
    row.querySelector<HTMLElement>('[data-download]')?.click()
    return
  }
  if (event.key === 'x') {
    row.querySelector<HTMLInputElement>('input[type=checkbox]')?.click()
    return
  }
  const details = row.querySelector<HTMLElement>('[data-details]')
  if (event.key === ' ' && details && (event.target as HTMLElement).matches('[data-row]')) {
    event.preventDefault()
    details.click()
    return
  }
  const targets: Record<string, number> = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: rows - 1 }
  const target = targets[event.key]
  if (target === undefined) return
  event.preventDefault()
  if (target < 0) {
    document.querySelector<HTMLInputElement>('input[data-filter]')?.focus()
    return
  }
  const focus = () => {
    const link = table.querySelector<HTMLElement>(`[data-index="${Math.min(target, rows - 1)}"] [data-row]`)
    link?.focus({ preventScroll: true })
    return link !== null
  }
  reveal(Math.min(target, rows - 1))
  if (!focus()) requestAnimationFrame(() => focus() || requestAnimationFrame(focus))
}
