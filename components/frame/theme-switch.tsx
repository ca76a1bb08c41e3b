'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { ToolButton } from '../ui/tool-button.tsx'
import { useLook } from './look.tsx'

const looks = {
  system: { Icon: Monitor, label: 'Theme: as the system' },
  light: { Icon: Sun, label: 'Theme: light' },
  dark: { Icon: Moon, label: 'Theme: dark' },
}

/** Goes round system, light and dark. */
export function ThemeSwitch() {
  const { theme, turnTheme } = useLook()
  const { Icon, label } = looks[theme]
  return <ToolButton data-command="Change the theme" data-folds Icon={Icon} label={label} onClick={turnTheme} />
}
