'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { useLook } from './look.tsx'
import styles from './top-bar.module.css'

const looks = {
  system: { Icon: Monitor, label: 'Theme: as the system' },
  light: { Icon: Sun, label: 'Theme: light' },
  dark: { Icon: Moon, label: 'Theme: dark' },
}

/** Goes round system, light and dark. */
export function ThemeSwitch() {
  const { theme, turnTheme } = useLook()
  const { Icon, label } = looks[theme]
  return (
    <button
      aria-label={label}
      className={styles.tool}
      data-command="Change the theme"
      data-folds
      onClick={turnTheme}
      title={label}
      type="button"
    >
      <Icon aria-hidden size={16} />
    </button>
  )
}
