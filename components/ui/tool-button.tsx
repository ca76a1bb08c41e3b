import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import { Press } from './press.tsx'

interface Props extends Omit<ComponentProps<typeof Press>, 'aria-label' | 'children' | 'className'> {
  Icon: LucideIcon
  /** What it does, in words: its name to a screen reader, and its tooltip unless that says more. */
  label: string
  /** Why it cannot be pressed now; it stays reachable so that it can say so. */
  refused?: string | undefined
}

const look =
  'grid size-8 place-items-center rounded-md text-muted hover:bg-hover hover:text-fg aria-disabled:cursor-default aria-disabled:bg-transparent aria-disabled:text-border-strong max-sm:h-10 max-sm:w-9'
/** The title shows to a pointer only; this is the same for those who come by keyboard. */
const tooltip =
  'focus-visible:relative focus-visible:after:pointer-events-none focus-visible:after:absolute focus-visible:after:top-[calc(100%+8px)] focus-visible:after:right-0 focus-visible:after:whitespace-nowrap focus-visible:after:rounded-md focus-visible:after:border focus-visible:after:border-border-strong focus-visible:after:bg-raised focus-visible:after:px-2 focus-visible:after:py-1 focus-visible:after:text-fg focus-visible:after:text-sm focus-visible:after:content-[attr(title)]'

/** A button that is an icon. */
export function ToolButton({ Icon, label, refused, onClick, title = label, ...rest }: Props) {
  return (
    <Press
      {...rest}
      aria-disabled={refused ? true : undefined}
      aria-label={label}
      className={`${look} ${tooltip}`}
      onClick={refused ? undefined : onClick}
      title={refused ?? title}
    >
      <Icon aria-hidden size={16} />
    </Press>
  )
}
