import type { ReactNode } from 'react'
import { Command } from './command.tsx'

interface Props {
  /** What is not here. */
  title: string
  /** Why, and what to do. */
  children?: ReactNode
  /** The next step, to copy. */
  command?: string
  /** It is all the page has to say. */
  heading?: boolean
}

export function Empty({ title, children, command, heading }: Props) {
  const Title = heading ? 'h1' : 'p'
  return (
    <div className="grid max-w-160 justify-items-start gap-2 pt-8 pb-10">
      <Title className="font-semibold">{title}</Title>
      {children && (
        <div className="text-muted [&_a]:text-accent [&_a]:underline [&_a]:underline-offset-2">{children}</div>
      )}
      {command && <Command line={command} />}
    </div>
  )
}
