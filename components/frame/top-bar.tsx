import { History, LogOut } from 'lucide-react'
import type { ReactNode } from 'react'
import type { FindJobs } from '../palette/found-jobs.ts'
import { PaletteButton } from '../palette/palette-button.tsx'
import { AppLink } from '../ui/app-link.tsx'
import { ToolButton } from '../ui/tool-button.tsx'
import { DensitySwitch } from './density-switch.tsx'
import { HelpButton } from './help-button.tsx'
import { Mark } from './mark.tsx'
import { ThemeSwitch } from './theme-switch.tsx'
import { TimesSwitch } from './times-switch.tsx'
import styles from './top-bar.module.css'

interface Props {
  /** Base URL of the storage in view. */
  endpoint: string
  embedded: boolean
  signOut: () => Promise<void>
  findJobs: FindJobs
  /** What runs at this moment. */
  children: ReactNode
}

/** The one frame: mark, what one is connected to, how things are shown. */
export function TopBar({ endpoint, embedded, signOut, findJobs, children }: Props) {
  return (
    <header className={styles.bar} data-frame-bar>
      <a className={styles.skip} href="#work">
        Skip to content
      </a>
      <AppLink aria-label="Thaw, all jobs" className={styles.mark} href="/jobs">
        <Mark />
        <span>Thaw</span>
      </AppLink>
      <p
        className={styles.endpoint}
        title={`${embedded ? 'Embedded storage service' : 'Storage endpoint'}: ${endpoint}`}
      >
        <span className={styles.where}>{embedded ? 'Embedded' : 'Remote'}</span>
        <span className={styles.address}>{endpoint.replace(/^https?:\/\//, '')}</span>
      </p>
      <div className={styles.tools}>
        {children}
        <PaletteButton findJobs={findJobs} />
        <AppLink className={styles.place} href="/restores" title="Downloads and restores">
          <History aria-hidden size={16} />
          <span>Restores</span>
        </AppLink>
        <TimesSwitch />
        <DensitySwitch />
        <ThemeSwitch />
        <HelpButton />
        <form action={signOut}>
          <ToolButton data-command="" data-folds Icon={LogOut} label="Sign out" type="submit" />
        </form>
      </div>
    </header>
  )
}
