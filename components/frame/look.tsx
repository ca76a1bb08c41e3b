'use client'

import { createContext, type ReactNode, use, useState } from 'react'
import {
  type Density,
  densities,
  densityCookie,
  rememberPreference,
  type Theme,
  themeCookie,
  themes,
} from '../ui/preferences.ts'

interface Look {
  theme: Theme
  density: Density
  /** On to the next of system, light and dark. */
  turnTheme: () => void
  /** On to the other row height. */
  turnDensity: () => void
}

const LookContext = createContext<Look>({
  theme: 'system',
  density: 'comfortable',
  turnTheme: () => {},
  turnDensity: () => {},
})

/** How pages look; the style sheet follows attributes of the document, which the server sets from the same cookies. */
export function LookProvider(initial: { theme: Theme; density: Density; children: ReactNode }) {
  const [theme, setTheme] = useState(initial.theme)
  const [density, setDensity] = useState(initial.density)

  function turnTheme() {
    const next = following(themes, theme)
    markDocument('theme', next === 'system' ? undefined : next)
    rememberPreference(themeCookie, next)
    setTheme(next)
  }

  function turnDensity() {
    const next = following(densities, density)
    markDocument('density', next === 'comfortable' ? undefined : next)
    rememberPreference(densityCookie, next)
    setDensity(next)
  }

  return <LookContext value={{ theme, density, turnTheme, turnDensity }}>{initial.children}</LookContext>
}

export function useLook(): Look {
  return use(LookContext)
}

function following<T>(all: readonly T[], current: T): T {
  return all[(all.indexOf(current) + 1) % all.length] ?? current
}

function markDocument(name: string, value: string | undefined) {
  if (value === undefined) delete document.documentElement.dataset[name]
  else document.documentElement.dataset[name] = value
}
