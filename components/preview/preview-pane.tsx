'use client'

import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useMemo } from 'react'
import { pictureSize } from '#lib/preview/picture-size.ts'
import { charsetOf, headLength, type PreviewType, typeFrom } from '#lib/preview/type.ts'
import { previewHref } from '#lib/search-params/object.ts'
import { visible } from '../format/text.ts'
import { failureIn } from '../table/page.ts'
import { FailurePanel } from '../ui/failure-panel.tsx'
import type { PreviewPlace, PreviewProps } from './preview.tsx'
import { PreviewSkeleton } from './preview-skeleton.tsx'
import { Tabs } from './tabs.tsx'
import { windowQuery } from './use-bytes.ts'
import { type ByteWindow, bytesBehind, readWindow } from './window.ts'

const HexPane = lazy(() => import('./hex-pane.tsx').then(({ HexPane }) => ({ default: HexPane })))
const TextPane = lazy(() => import('./text-pane.tsx').then(({ TextPane }) => ({ default: TextPane })))
const PicturePane = lazy(() => import('./picture-pane.tsx').then(({ PicturePane }) => ({ default: PicturePane })))
const MediaPane = lazy(() => import('./media-pane.tsx').then(({ MediaPane }) => ({ default: MediaPane })))

interface Props extends PreviewProps {
  place: PreviewPlace
  setPlace: (place: PreviewPlace) => void
}

const titles = { image: 'Picture', audio: 'Sound', video: 'Video', text: 'Text', bytes: 'Preview' } as const

/** What the object's beginning tells it to be decides how it is shown; hex is always there. */
export default function PreviewPane({ jobId, name, checksum, length: told, place, setPlace }: Props) {
  const href = previewHref(jobId, name, checksum)
  const query = useQuery({
    ...windowQuery,
    queryKey: ['preview', jobId, name, checksum],
    queryFn: ({ signal }) => readWindow(href, 0, headLength, signal),
  })
  const head = query.data
  const length = head?.length ?? told ?? 0
  const source = useMemo(
    () => bytesBehind([jobId, name, checksum ?? ''], previewHref(jobId, name, checksum, 'bytes'), length),
    [jobId, name, checksum, length],
  )

  const failure = failureIn(query.error ?? query.failureReason)
  if (failure) return <FailurePanel failure={failure} retry={() => void query.refetch()} waiting={!query.isError} />
  if (!head) return <PreviewSkeleton />
  if (length === 0) return <p>The object is empty: there is nothing to show.</p>

  const type = typeFrom(head.mediaType)
  const view = type.kind === 'bytes' ? 'hex' : place.view
  const hex = { kind: 'hex', title: 'Hex' } as const
  return (
    <Tabs
      choose={(kind) => setPlace({ ...place, view: kind })}
      chosen={view}
      label="How the content is shown"
      tabs={type.kind === 'bytes' ? [hex] : [{ kind: 'preview', title: titles[type.kind] }, hex]}
    >
      <Suspense fallback={<PreviewSkeleton />}>
        {view === 'hex' ? (
          <HexPane
            at={place.at}
            label={`Bytes of ${visible(name)}`}
            setAt={(at) => setPlace({ view, at })}
            source={source}
          />
        ) : (
          <Shown
            at={place.at}
            checksum={checksum}
            head={head.window}
            href={href}
            jobId={jobId}
            length={length}
            name={name}
            setAt={(at) => setPlace({ view, at })}
            source={source}
            type={type}
          />
        )}
      </Suspense>
    </Tabs>
  )
}

interface ShownProps extends Pick<Props, 'jobId' | 'name' | 'checksum'> {
  type: PreviewType
  head: ByteWindow
  href: string
  length: number
  source: ReturnType<typeof bytesBehind>
  at: number
  setAt: (at: number) => void
}

function Shown({ type, head, href, source, length, at, setAt, ...object }: ShownProps) {
  const label = visible(object.name)
  if (type.kind === 'text')
    return <TextPane at={at} charset={charsetOf(type)} label={`Text of ${label}`} setAt={setAt} source={source} />
  if (type.kind === 'image')
    return (
      <PicturePane
        {...object}
        href={href}
        label={label}
        length={length}
        size={pictureSize(type.mediaType, head.bytes)}
      />
    )
  if (type.kind === 'audio' || type.kind === 'video')
    return <MediaPane {...object} href={href} kind={type.kind} label={label} />
  return null
}
