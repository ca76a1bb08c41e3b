'use client'

import { type RefObject, useEffect } from 'react'

/** What `noteEarlyPresses` leaves on a button. */
type Noted = HTMLButtonElement & { pressedEarly?: boolean }

/** Presses a button once more when the page has come alive there, if nobody heard the first time. */
export function useEarlyPress(button: RefObject<Noted | null>) {
  useEffect(() => {
    if (!button.current?.pressedEarly) return
    // A press can itself bring its button to life; then it is heard right behind this effect.
    const timer = setTimeout(() => button.current?.pressedEarly && button.current.click())
    return () => clearTimeout(timer)
  }, [button])
}

/** To be called by whoever hears a press. */
export function pressHeard(button: Noted) {
  button.pressedEarly = false
}
