/**
 * Notes on a button that it was pressed. Until the page has come alive there nothing else hears of it; then
 * `useEarlyPress` does. Runs in the document before anything else, as its own text: it may name nothing outside.
 */
export function noteEarlyPresses() {
  function note({ target }: Event) {
    const button = (target as Element).closest?.<HTMLButtonElement & { pressedEarly?: boolean }>('button[type=button]')
    if (button) button.pressedEarly = true
  }
  addEventListener('click', note, true)
}
