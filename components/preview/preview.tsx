'use client'

import { useState } from 'react'
import type { TextEncoding } from '#lib/preview/encodings.ts'
import { onDemand } from '../ui/on-demand.tsx'
import { PreviewSkeleton } from './preview-skeleton.tsx'

export interface PreviewProps {
  jobId: string
  name: string
  /** SUMMARY of the version that is shown. */
  checksum: string | undefined
  /** In bytes, where it is known. */
  length: number | undefined
}

/** What is looked at of a content, for the address. */
export interface PreviewPlace {
  view: 'preview' | 'text' | 'hex'
  /** The byte in hand, or where the text in view begins. */
  at: number
  /** The encoding its text is read in, instead of the one its bytes tell. */
  encoding: TextEncoding | null
}

interface Props extends PreviewProps {
  place?: PreviewPlace
  /** Told of every move. */
  onPlace?: (place: PreviewPlace) => void
}

const PreviewPane = onDemand(() => import('./preview-pane.tsx'), PreviewSkeleton)

/** Content to be looked at: text, picture, sound, video or hex, read only as far as it is in view. */
export function Preview(props: Props) {
  const { jobId, name, checksum } = props
  // Another object is another preview: nothing of the one before it stays.
  return <OnePreview {...props} key={`${jobId}\0${name}\0${checksum}`} />
}

function OnePreview({ place: start = { view: 'preview', at: 0, encoding: null }, onPlace, ...object }: Props) {
  const [place, setPlace] = useState(start)
  function move(next: PreviewPlace) {
    setPlace(next)
    onPlace?.(next)
  }
  return <PreviewPane {...object} place={place} setPlace={move} />
}
