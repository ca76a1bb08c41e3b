import { History, LogOut } from 'lucide-react'
import type { ReactNode } from 'react'
import type { FindJobs } from '../palette/found-jobs.ts'
import { PaletteButton } from '../palette/palette-button.tsx'
import { AppLink } from '../ui/app-link.tsx'
import { ToolButton } from '../ui/tool-button.tsx'
import { DensitySwitch } from './density-switch.tsx'
import { HelpButton } from './help-button.tsx'
import { Wordmark } from './mark.tsx'
import { ThemeSwitch } from './theme-switch.tsx'
import { TimesSwitch } from './times-switch.tsx'

const place =
  'flex h-8 items-center gap-1.5 rounded-md px-2.5 font-medium text-md text-muted hover:bg-hover hover:text-fg max-sm:h-10'

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
    <header
      className="sticky top-0 z-20 flex h-(--bar) items-center gap-4 border-border border-b bg-bg px-(--gutter) max-sm:gap-3"
      data-frame-bar
    >
      <a
        className="absolute -top-15 left-(--gutter) rounded-md bg-accent px-3 py-1.5 text-accent-fg focus:top-2"
        href="#work"
      >
        Skip to content
      </a>
      <AppLink aria-label="Thaw, all jobs" href="/jobs">
        <Wordmark />
      </AppLink>
      <p
        className="flex min-w-0 items-center gap-2 overflow-hidden whitespace-nowrap border-border border-l pl-4 text-muted text-sm max-sm:pl-3"
        title={`${embedded ? 'Embedded storage service' : 'Storage endpoint'}: ${endpoint}`}
      >
        <span className="truncate text-fg">{embedded ? 'Embedded' : 'Remote'}</span>
        <span className="truncate font-mono text-xs max-sm:hidden">{endpoint.replace(/^https?:\/\//, '')}</span>
      </p>
      {/* What folds away on a phone is in the palette. */}
      <div className="ml-auto flex flex-none items-center gap-1 max-sm:gap-0 max-sm:**:data-folds:hidden">
        {children}
        <PaletteButton findJobs={findJobs} />
        <AppLink className={place} href="/restores" title="Downloads and restores">
          <History aria-hidden size={16} />
          <span className="max-sm:visually-hidden">Restores</span>
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
