import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

interface Props {
  label: string
  Icon: LucideIcon
  children: ReactNode
}

/** Across a page, above what it is about: what to know of the service, and what to do about it. */
export function PageBar({ label, Icon, children }: Props) {
  return (
    <section aria-label={label} className="flex gap-2.5 border-warn border-b bg-warn-soft px-(--gutter) py-2.5">
      <Icon aria-hidden className="mt-0.5 text-warn" size={16} />
      <div className="wrap-anywhere grid min-w-0 justify-items-start gap-1.5 [&_strong]:font-semibold">{children}</div>
    </section>
  )
}
