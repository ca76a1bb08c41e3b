'use client'

import { useEffect, useRef } from 'react'
import { changedObjectHref } from '#lib/search-params/object.ts'
import { Preview, type PreviewPlace, type PreviewProps } from '../preview/preview.tsx'

interface Props extends PreviewProps {
  place: PreviewPlace
}

/** Browsers take only so many changes of an address in a while. In milliseconds. */
const pause = 300

/** The preview of the object's own page, whose place is in the address. */
export function ObjectPreview(preview: Props) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  function note(place: PreviewPlace) {
    clearTimeout(timer.current)
    // Not through the router: the page need not be rendered anew for it.
    const go = () => window.history.replaceState(null, '', changedObjectHref(window.location.href, place))
    timer.current = setTimeout(go, pause)
  }

  return <Preview {...preview} onPlace={note} />
}
