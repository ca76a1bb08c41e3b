/**
 * Script that runs in the document before anything else: notes on a button that it was pressed. Until the page has come
 * alive there nothing else hears of it; then `useEarlyPress` does.
 */
export const noteEarlyPresses =
  "addEventListener('click',e=>{const b=e.target.closest?.('button[type=button]');if(b)b.pressedEarly=true},true)"
