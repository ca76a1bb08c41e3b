/**
 * The keys that work everywhere: Ctrl+K or ⌘K presses the palette's button and `?` that of the help, `/` goes to the
 * filter, Backspace and Alt+↑ up, ↓ into the list. Runs in the document before anything else, as its own text, so that
 * a page hears them before it has come alive: it may name nothing outside.
 */
export function hearKeys() {
  function onKey(event: KeyboardEvent) {
    const { key, altKey } = event
    const target = event.target as HTMLElement
    const command = event.ctrlKey || event.metaKey
    const go = (selector: string, how: 'click' | 'focus' | 'select') => {
      const found = document.querySelector<HTMLInputElement>(selector)
      if (!found) return
      event.preventDefault()
      found[how]()
    }
    if (!key) return // a field that a password manager fills in
    if (key.toLowerCase() === 'k' && command && !altKey && !event.shiftKey) {
      if (document.querySelector('[role=dialog]')) event.preventDefault()
      else go('button[aria-keyshortcuts~="Control+K"]', 'click')
    }
    if (command || target.closest('input, select, textarea, [contenteditable], [role=dialog]')) return
    if (key === (altKey ? 'ArrowUp' : 'Backspace')) go('a[data-up]', 'click')
    if (altKey) return
    if (key === '?') go('button[aria-keyshortcuts="?"]', 'click')
    if (key === 'ArrowDown' && (target === document.body || target.id === 'work')) go('[data-row]', 'focus')
    if (key === '/') go('input[data-filter]', 'select')
  }
  // Before React, which keeps keys from everybody behind it while it has not reached their target.
  addEventListener('keydown', onKey, true)
}
