'use client'

import { useState } from 'react'
import { type PictureSize, pictureSize } from '#lib/preview/picture-size.ts'
import { previewHref } from '#lib/search-params/object.ts'
import { formatBytes, formatCount } from '../format/size.ts'
import { Button } from '../ui/button.tsx'
import { PaneLine } from './pane-line.tsx'
import { Unplayable } from './unplayable.tsx'

interface Props {
  jobId: string
  name: string
  checksum: string | undefined
  /** What is shown, for those who do not see it. */
  label: string
  length: number
  mediaType: string
  /** Its first bytes, which tell how large it will be. */
  head: Uint8Array
}

/** Larger pictures wait to be asked for: in bytes to be read, in pixels to be held in memory. */
const mostBytes = 32 * 1024 * 1024
const mostPixels = 100_000_000

const box = 'grid max-h-[min(60vh,640px)] min-h-24 overflow-auto rounded-md border border-border p-3 scrollbar-thin'
const ground = 'bg-[repeating-conic-gradient(var(--color-surface)_0%_25%,var(--color-bg)_0%_50%)] bg-size-[16px_16px]'

/** A picture as it is or fitted in, on a ground that shows where it is transparent. */
export function PicturePane({ jobId, name, checksum, label, length, mediaType, head }: Props) {
  const [asked, setAsked] = useState(false)
  const [natural, setNatural] = useState(false)
  const [failed, setFailed] = useState(false)
  const size = pictureSize(mediaType, head)
  const caution = cautionFor(length, size)
  if (caution && !asked)
    return (
      <div className="grid justify-items-start gap-3 py-4 text-muted">
        <p>{caution}</p>
        <Button onClick={() => setAsked(true)}>Show anyway</Button>
      </div>
    )
  if (failed) return <Unplayable checksum={checksum} jobId={jobId} name={name} what="picture" />
  return (
    <figure className="grid gap-2">
      <section
        aria-label="Picture"
        className={`${box} ${ground} ${natural ? 'place-items-start' : 'place-items-center'}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must reach that
        tabIndex={0}
      >
        {/* biome-ignore lint/performance/noImgElement: an optimiser would have to decode what is not trusted */}
        <img
          alt={label}
          className={natural ? 'max-w-none' : 'max-h-[calc(min(60vh,640px)-26px)] object-contain'}
          onError={() => setFailed(true)}
          src={previewHref(jobId, name, checksum)}
        />
      </section>
      <figcaption className="text-muted text-sm tabular-nums">
        <PaneLine>
          <span>
            {size ? `${formatCount(size.width)} × ${formatCount(size.height)} pixels` : 'Its size is not told'}
          </span>
          <Button aria-pressed={natural} onClick={() => setNatural(!natural)}>
            {natural ? 'Fit' : 'Natural size'}
          </Button>
        </PaneLine>
      </figcaption>
    </figure>
  )
}

function cautionFor(length: number, size: PictureSize | undefined): string | undefined {
  if (length > mostBytes) return `This picture is large: ${formatBytes(length)} would be read to show it.`
  if (!size) return 'The beginning of this picture does not tell how large it is. It may take much memory to show.'
  if (size.width * size.height > mostPixels)
    return `This picture has ${formatCount(size.width)} × ${formatCount(size.height)} pixels: showing it takes ${formatBytes(size.width * size.height * 4)} of memory.`
  return undefined
}
