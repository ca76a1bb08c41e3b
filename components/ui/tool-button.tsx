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

/** A button that is an icon. */
export function ToolButton({ Icon, label, refused, onClick, title = label, ...rest }: Props) {
  return (
    <Press
      {...rest}
      aria-disabled={refused ? true : undefined}
      aria-label={label}
      className="tool-button"
      onClick={refused ? undefined : onClick}
      title={refused ?? title}
    >
      <Icon aria-hidden size={16} />
    </Press>
  )
}
