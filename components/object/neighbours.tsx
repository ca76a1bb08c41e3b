'use client'

import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useEffect, useState } from 'react'
import { objectHref } from '#lib/search-params/object.ts'
import { visible } from '../format/text.ts'
import { AppLink } from '../ui/app-link.tsx'

interface Props {
  jobId: string
  name: string
  /** The object behind this one in its folder. */
  next: string | undefined
}

const link = 'grid size-8 place-items-center rounded-md border border-border-strong hover:bg-hover max-sm:size-10'

/**
 * The objects before and behind one in its folder. A listing only goes forward: what comes before is known where one
 * came from there.
 */
export function Neighbours({ jobId, name, next }: Props) {
  const [previous, setPrevious] = useState<string>()
  useEffect(() => {
    setPrevious(sessionStorage.getItem(keyOf(jobId, name)) ?? undefined)
    if (next !== undefined) sessionStorage.setItem(keyOf(jobId, next), name)
  }, [jobId, name, next])

  return (
    <nav aria-label="Neighbours in the folder" className="flex gap-1 empty:hidden">
      {previous !== undefined && (
        <AppLink
          aria-label={`Previous: ${visible(previous)}`}
          className={link}
          href={objectHref(jobId, { name: previous })}
          title={visible(previous)}
        >
          <ChevronLeft aria-hidden size={16} />
        </AppLink>
      )}
      {next !== undefined && (
        <AppLink
          aria-label={`Next: ${visible(next)}`}
          className={link}
          href={objectHref(jobId, { name: next })}
          title={visible(next)}
        >
          <ChevronRight aria-hidden size={16} />
        </AppLink>
      )}
    </nav>
  )
}

const keyOf = (jobId: string, name: string) => `thaw.before.${jobId}\0${name}`
