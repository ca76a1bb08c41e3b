import type { Route } from 'next'
import Link from 'next/link'
import type { ComponentProps } from 'react'

/**
 * A link to one of our pages. Nothing is fetched before it is followed: a list of a hundred rows would ask the storage
 * service for a hundred pages.
 */
export function AppLink({ href, ...rest }: Omit<ComponentProps<typeof Link>, 'href' | 'prefetch'> & { href: string }) {
  return <Link href={href as Route} prefetch={false} {...rest} />
}
