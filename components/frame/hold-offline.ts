/**
 * Keeps the news of a lost connection until the page has come alive: the framework takes it in once, and where nothing
 * is there to show it, it is never told. `StandingBar` says when it is there. Runs in the document before anything else,
 * as its own text: it may name nothing outside.
 */
export function holdOffline() {
  let held = false
  function hold(event: Event) {
    event.stopImmediatePropagation()
    held = event.type === 'offline'
  }
  function letGo() {
    for (const type of types) removeEventListener(type, hold, true)
    if (held) dispatchEvent(new Event('offline'))
  }
  const types = ['offline', 'online']
  for (const type of types) addEventListener(type, hold, true)
  addEventListener('alive', letGo, { once: true })
}
