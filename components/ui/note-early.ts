/**
 * Notes on an element what a person did with it: that a button was pressed, what was chosen or checked, when a download
 * was begun. Until the page has come alive there nothing else hears of it, and coming alive can set a field back to what
 * the server wrote; then `useEarly` and `takeEarly` know. Runs in the document before anything else, as its own text: it
 * may name nothing outside.
 */
export function noteEarly() {
  type Noted = Element & { early?: unknown }
  const closest = <E extends Element>(target: EventTarget | null, selector: string) =>
    (target as Element).closest?.<E & Noted>(selector)

  function onClick({ target }: Event) {
    const button = closest(target, 'button[type=button]')
    if (button) button.early = true
    const box = closest<HTMLInputElement>(target, 'input[type=checkbox]')
    if (box) box.early = box.checked
    const download = closest(target, 'a[download]')
    if (download) download.early = Date.now()
  }
  function onInput({ target }: Event) {
    const select = closest<HTMLSelectElement>(target, 'select')
    if (select) select.early = select.value
  }
  addEventListener('click', onClick, true) // with which React hears of a checkbox as well
  addEventListener('input', onInput, true) // before `change`: a part of the page may come alive in between
}
