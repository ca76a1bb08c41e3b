'use client'

import { useQuery } from '@tanstack/react-query'
import { Suspense, useMemo } from 'react'
import { charsetOf, headLength, type PreviewType, typeFrom } from '#lib/preview/type.ts'
import { visible } from '../format/text.ts'
import { FailurePanel } from '../ui/failure-panel.tsx'
import { whereShown } from '../ui/on-demand.tsx'
import { failureIn } from '../ui/read-failure.ts'
import type { PreviewPlace, PreviewProps } from './preview.tsx'
import { PreviewSkeleton } from './preview-skeleton.tsx'
import { Tabs } from './tabs.tsx'
import { isGzip } from './unpack.ts'
import { windowQuery } from './use-bytes.ts'
import { type ByteSource, type ByteWindow, bytesBehind, fetchWindow } from './window.ts'

const HexPane = whereShown(() => import('./hex-pane.tsx').then((module) => module.HexPane))
const TextPane = whereShown(() => import('./text-pane.tsx').then((module) => module.TextPane))
const PicturePane = whereShown(() => import('./picture-pane.tsx').then((module) => module.PicturePane))
const MediaPane = whereShown(() => import('./media-pane.tsx').then((module) => module.MediaPane))
const UnpackedPane = whereShown(() => import('./unpacked-pane.tsx').then((module) => module.UnpackedPane))

interface Props extends PreviewProps {
  place: PreviewPlace
  setPlace: (place: PreviewPlace) => void
}

const titles = { image: 'Picture', audio: 'Sound', video: 'Video', text: 'Text', bytes: 'Unpacked' } as const

/** What the object's beginning tells it to be decides how it is shown; hex is always there. */
export default function PreviewPane({ jobId, name, checksum, length: told, place, setPlace }: Props) {
  const query = useQuery({
    ...windowQuery,
    queryKey: ['preview', jobId, name, checksum],
    queryFn: ({ signal }) => fetchWindow({ jobId, name, checksum }, 0, headLength, signal),
    enabled: told !== 0,
  })
  const head = query.data
  const source = useMemo(() => head && bytesBehind({ jobId, name, checksum }, head), [jobId, name, checksum, head])

  const failure = failureIn(query.error ?? query.failureReason)
  if (failure) return <FailurePanel failure={failure} retry={() => void query.refetch()} waiting={!query.isError} />
  if (told === 0 || head?.length === 0) return <p>The object is empty: there is nothing to show.</p>
  if (!head || !source) return <PreviewSkeleton />

  const type = typeFrom(head.mediaType ?? null)
  const packed = type.kind === 'bytes' && isGzip(head.window.bytes)
  const bare = type.kind === 'bytes' && !packed
  const view = bare ? 'hex' : place.view
  const hex = { kind: 'hex', title: 'Hex' } as const
  return (
    <Tabs
      choose={(kind) => setPlace({ ...place, view: kind })}
      chosen={view}
      label="How the content is shown"
      tabs={bare ? [hex] : [{ kind: 'preview', title: titles[type.kind] }, hex]}
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
            jobId={jobId}
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
  source: ByteSource
  at: number
  setAt: (at: number) => void
}

function Shown({ type, head, source, at, setAt, ...object }: ShownProps) {
  const { kind, mediaType } = type
  const label = visible(object.name)
  if (kind === 'text')
    return <TextPane at={at} charset={charsetOf(type)} label={`Text of ${label}`} setAt={setAt} source={source} />
  if (kind === 'image')
    return <PicturePane {...object} head={head.bytes} label={label} length={source.length} mediaType={mediaType} />
  if (kind === 'bytes')
    return <UnpackedPane at={at} head={head} label={`Text in ${label}`} of={source.key} setAt={setAt} />
  return <MediaPane {...object} kind={kind} label={label} />
}
