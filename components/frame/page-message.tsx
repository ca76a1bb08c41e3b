import type { ReactNode } from 'react'
import { PageTitle } from '#components/ui/page-title.tsx'
import { Work } from './work.tsx'

interface Props {
  /** As the browser's tab has it. */
  name: string
  title: string
  text: ReactNode
  /** It is read out at once. */
  alert?: boolean
  /** The next step. */
  children: ReactNode
}

/** A page that has one thing to say. */
export function PageMessage({ name, title, text, alert, children }: Props) {
  return (
    <Work className="mx-auto max-w-160 px-(--gutter) py-16">
      <PageTitle>{name}</PageTitle>
      <h1 className="mb-2 text-xl leading-7">{title}</h1>
      <p className="mb-4 text-muted" role={alert ? 'alert' : undefined}>
        {text}
      </p>
      {children}
    </Work>
  )
}
