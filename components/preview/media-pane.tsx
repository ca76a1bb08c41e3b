'use client'

import { useState } from 'react'
import { previewHref } from '#lib/search-params/object.ts'
import { Unplayable } from './unplayable.tsx'

interface Props {
  jobId: string
  name: string
  checksum: string | undefined
  kind: 'audio' | 'video'
  label: string
}

/** Sound or a film with the browser's own controls. The route answers ranges, so seeking reads only what is played. */
export function MediaPane({ jobId, name, checksum, kind, label }: Props) {
  const [failed, setFailed] = useState(false)
  if (failed) return <Unplayable checksum={checksum} jobId={jobId} name={name} what={kind} />
  const shared = {
    'aria-label': label,
    controls: true,
    onError: () => setFailed(true),
    preload: 'metadata',
    src: previewHref(jobId, name, checksum),
  }
  return kind === 'audio' ? (
    <audio {...shared} className="w-full" />
  ) : (
    <video {...shared} className="max-h-[min(60vh,640px)] w-full rounded-md bg-[black]" playsInline />
  )
}
