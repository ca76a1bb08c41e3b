'use client'

import { useEffect, useRef } from 'react'
import { objectHref } from '#lib/search-params/object.ts'
import { Preview, type PreviewPlace, type PreviewProps } from '../preview/preview.tsx'

interface Props extends PreviewProps {
  /** The version the address names. */
  pinned: string | null
  place: PreviewPlace
}

/** Browsers take only so many changes of an address in a while. In milliseconds. */
const pause = 300

/** The preview of the object's own page, whose place is in the address. */
export function ObjectPreview({ pinned, ...preview }: Props) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  function note(place: PreviewPlace) {
    clearTimeout(timer.current)
    const href = objectHref(preview.jobId, { name: preview.name, checksum: pinned, ...place })
    // Not through the router: the page need not be rendered anew for it.
    timer.current = setTimeout(() => window.history.replaceState(null, '', href), pause)
  }

  return <Preview {...preview} onPlace={note} />
}
