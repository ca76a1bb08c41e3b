'use client'

import { useState } from 'react'
import styles from './media-pane.module.css'
import { Unplayable } from './unplayable.tsx'

interface Props {
  jobId: string
  name: string
  checksum: string | undefined
  kind: 'audio' | 'video'
  /** The preview route's: it answers ranges, so that seeking reads only what is played. */
  href: string
  label: string
}

/** Sound or a film with the browser's own controls. */
export function MediaPane({ jobId, name, checksum, kind, href, label }: Props) {
  const [failed, setFailed] = useState(false)
  if (failed) return <Unplayable checksum={checksum} jobId={jobId} name={name} what={kind} />
  const shared = { 'aria-label': label, controls: true, onError: () => setFailed(true), preload: 'metadata', src: href }
  return kind === 'audio' ? (
    <audio {...shared} className={styles.audio} />
  ) : (
    <video {...shared} className={styles.video} playsInline />
  )
}
