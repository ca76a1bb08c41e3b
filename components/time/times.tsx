'use client'

import { createContext, type ReactNode, use, useState, useSyncExternalStore } from 'react'
import { formatAgo, formatDateTime, formatExact } from '../format/time.ts'
import { rememberPreference, type TimeStyle, timesCookie } from '../ui/preferences.ts'

const Times = createContext<{ style: TimeStyle; serverNow: number; setStyle: (style: TimeStyle) => void }>({
  style: 'relative',
  serverNow: 0,
  setStyle: () => {},
})

/** How times are told below, and what time it was when the server rendered the page. */
export function TimesProvider({ initial, now, children }: { initial: TimeStyle; now: number; children: ReactNode }) {
  const [style, setStyle] = useState(initial)
  function change(next: TimeStyle) {
    rememberPreference(timesCookie, next)
    setStyle(next)
  }
  return <Times value={{ style, serverNow: now, setStyle: change }}>{children}</Times>
}

export function useTimes() {
  return use(Times)
}

const tick = 15_000
const listeners = new Set<() => void>()
let clock = 0
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void) {
  listeners.add(listener)
  timer ??= setInterval(() => {
    clock = Date.now()
    for (const notify of listeners) notify()
  }, tick)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) {
      clearInterval(timer)
      timer = undefined
      clock = 0
    }
  }
}

function currentTime() {
  clock ||= Date.now()
  return clock
}

/** Tells a moment as a date, and as the person chose: for where a tooltip cannot tell the other. */
export function useTold(): (at: number) => string {
  const { style, serverNow } = useTimes()
  const now = useSyncExternalStore(subscribe, currentTime, () => 0)
  return (at) => {
    const date = formatDateTime(at, now ? undefined : 'UTC')
    return style === 'relative' ? `${date}, ${formatAgo(at, now || serverNow)}` : date
  }
}

/** A moment: its distance from now or its date, the exact one with its zone in the tooltip. Epoch milliseconds. */
export function Time({ at }: { at: number }) {
  const { style, serverNow } = useTimes()
  const now = useSyncExternalStore(subscribe, currentTime, () => 0)
  const hydrated = now !== 0
  const zone = hydrated ? undefined : 'UTC'
  const text = style === 'relative' ? formatAgo(at, hydrated ? now : serverNow) : formatDateTime(at, zone)
  return (
    <time dateTime={new Date(at).toISOString()} title={formatExact(at, zone)}>
      {text}
    </time>
  )
}
