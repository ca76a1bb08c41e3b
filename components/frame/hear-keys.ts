/**
 * The keys that work everywhere: Ctrl+K or ⌘K presses the palette's button and `?` that of the help, `/` goes to the
 * filter, Backspace and Alt+↑ up, ↓ into the list. Runs in the document before anything else, as its own text, so that
 * a page hears them before it has come alive: it may name nothing outside.
 */
export function hearKeys() {
  function press(shortcut: string) {
    document.querySelector<HTMLElement>(`button[aria-keyshortcuts~="${shortcut}"]`)?.click()
  }

  // The last to hear of a key: whoever needs it for itself comes first.
  addEventListener('keydown', (event) => {
    const { key, altKey } = event
    const target = event.target as HTMLElement
    const command = event.ctrlKey || event.metaKey
    if (key.toLowerCase() === 'k' && command && !altKey && !event.shiftKey) {
      event.preventDefault()
      if (!document.querySelector('[role=dialog]')) press('Control+K')
    }
    if (command || target.closest('input, select, textarea, [contenteditable], [role=dialog]')) return
    if (key === (altKey ? 'ArrowUp' : 'Backspace')) document.querySelector<HTMLElement>('a[data-up]')?.click()
    if (altKey) return
    if (key === '?') press('?')
    if (key === 'ArrowDown' && (target === document.body || target.id === 'work')) {
      event.preventDefault()
      document.querySelector<HTMLElement>('[data-row]')?.focus()
    }
    if (key === '/') {
      event.preventDefault()
      document.querySelector<HTMLInputElement>('input[data-filter]')?.select()
    }
  })
}
