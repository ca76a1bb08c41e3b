import type { ReactNode } from 'react'

/** Green, amber and red are kept for verified, attention and damaged or failed. */
export type Tone = 'plain' | 'accent' | 'good' | 'warn' | 'danger'

const tones: Record<Tone, string> = {
  plain: '[&>svg]:text-faint',
  accent: 'text-accent',
  good: 'text-good',
  warn: 'text-warn',
  danger: 'text-danger',
}

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
    <span
      className={`inline-flex items-center gap-1.5 whitespace-nowrap align-top leading-5 ${tones[tone]}`}
      data-tone={tone}
      title={title}
    >
      {icon}
      <span>{children}</span>
    </span>
  )
}
