import type { ComponentProps } from 'react'

interface Props extends ComponentProps<'h1'> {
  level?: 'h1' | 'h2'
}

/** What a page, a part of it or a dialog is about. */
export function Heading({ level: Level = 'h1', className = '', ...rest }: Props) {
  return <Level {...rest} className={`wrap-anywhere isolate-text min-w-0 text-lg leading-6 ${className}`} />
}
