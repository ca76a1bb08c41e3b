'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { useState } from 'react'
import { rememberPreference, type Theme, themeCookie, themes } from './preferences.ts'
import styles from './top-bar.module.css'

const looks = {
  system: { Icon: Monitor, label: 'Theme: as the system' },
  light: { Icon: Sun, label: 'Theme: light' },
  dark: { Icon: Moon, label: 'Theme: dark' },
}

/** Goes round system, light and dark. */
export function ThemeSwitch({ initial }: { initial: Theme }) {
  const [theme, setTheme] = useState(initial)
  const { Icon, label } = looks[theme]

  function change() {
    const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system'
    if (next === 'system') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = next
    rememberPreference(themeCookie, next)
    setTheme(next)
  }

  return (
    <button aria-label={label} className={styles.tool} onClick={change} title={label} type="button">
      <Icon aria-hidden size={16} />
    </button>
  )
}
