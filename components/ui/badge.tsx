import type { ReactNode } from 'react'

/** Green, amber and red are kept for verified, attention and damaged or failed. */
export type Tone = 'plain' | 'accent' | 'good' | 'warn' | 'danger'

/** A state: never colour alone, always icon and word. */
export function Badge({
  icon,
  tone,
  title,
  children,
}: {
  icon: ReactNode
  tone: Tone
  title?: string
  children: ReactNode
}) {
  return (
    <span className="badge" data-tone={tone} title={title}>
      {icon}
      <span>{children}</span>
    </span>
  )
}
