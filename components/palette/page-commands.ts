import type { Command } from './command.ts'

const frameGroup = 'Thaw'

/**
 * What the page in view can do, read from the page itself: whatever it offers as a button or link in a `data-commands`
 * group, or alone with `data-command` (whose value, where given, is its name here). The palette presses it, so what it
 * does, and why it may be refused, is said in one place.
 */
export function commandsOfPage(page: Document): { page: Command[]; frame: Command[] } {
  const offered = page.querySelectorAll<HTMLElement>(
    'main [data-commands] :is(a, button), main [data-command], header [data-command]',
  )
  const commands = [...offered].flatMap((element, place) => {
    const frame = element.closest('main') === null
    if (!frame && !element.checkVisibility()) return []
    const label = element.dataset.command || (element.getAttribute('aria-label') ?? element.textContent).trim()
    if (!label) return []
    const refused = element.getAttribute('aria-disabled') === 'true'
    return [
      {
        id: `${place} ${label}`,
        label,
        hint: (frame || refused) && element.title !== label ? element.title : '',
        group: frame ? frameGroup : 'On this page',
        refused,
        run: () => press(element),
      },
    ]
  })
  return {
    page: commands.filter(({ group }) => group !== frameGroup),
    frame: commands.filter(({ group }) => group === frameGroup),
  }
}

/** Presses it where it stands, in view and with the focus, so that one sees what came of it and can go on from there. */
function press(element: HTMLElement) {
  element.scrollIntoView({ block: 'nearest' })
  element.focus({ preventScroll: true })
  element.click()
}
