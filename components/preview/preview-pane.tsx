'use client'

import { useQuery } from '@tanstack/react-query'
import { Suspense, useMemo } from 'react'
import { isGuess } from '#lib/preview/encodings.ts'
import { charsetOf, headLength, type PreviewType, typeFrom } from '#lib/preview/type.ts'
import type { WindowFacts } from '#lib/preview/window-facts.ts'
import { visible } from '../format/text.ts'
import { FailurePanel } from '../ui/failure-panel.tsx'
import { whereShown } from '../ui/on-demand.tsx'
import { failureIn } from '../ui/read-failure.ts'
import type { ToldEncoding } from './encoded-text.tsx'
import { type Form, formOf } from './forms.ts'
import type { PreviewPlace, PreviewProps } from './preview.tsx'
import { PreviewSkeleton } from './preview-skeleton.tsx'
import { Tabs } from './tabs.tsx'
import { windowQuery } from './use-bytes.ts'
import { type ByteSource, type ByteWindow, bytesBehind, fetchWindow, type ObjectVersion } from './window.ts'

const HexPane = whereShown(() => import('./hex-pane.tsx').then((module) => module.HexPane))
const EncodedText = whereShown(() => import('./encoded-text.tsx').then((module) => module.EncodedText))
const JsonContent = whereShown(() => import('./json-content.tsx').then((module) => module.JsonContent))
const PicturePane = whereShown(() => import('./picture-pane.tsx').then((module) => module.PicturePane))
const MediaPane = whereShown(() => import('./media-pane.tsx').then((module) => module.MediaPane))
const ArchivePane = whereShown(() => import('./archive-pane.tsx').then((module) => module.ArchivePane))
const SqlitePane = whereShown(() => import('./sqlite-pane.tsx').then((module) => module.SqlitePane))
const UnpackedPane = whereShown(() => import('./unpacked-pane.tsx').then((module) => module.UnpackedPane))

interface Props extends PreviewProps {
  place: PreviewPlace
  setPlace: (place: PreviewPlace) => void
}

const titles: Record<Exclude<Form, 'hex'>, string> = {
  image: 'Picture',
  audio: 'Sound',
  video: 'Video',
  json: 'JSON',
  text: 'Text',
  gzip: 'Unpacked',
  zip: 'Entries',
  tar: 'Entries',
  sqlite: 'Schema',
}

/** What the object's beginning tells it to be decides how it is shown; hex is always there. */
export default function PreviewPane({ jobId, name, checksum, length: told, place, setPlace }: Props) {
  const query = useQuery({
    ...windowQuery,
    queryKey: ['preview', jobId, name, checksum],
    queryFn: async ({ signal }) => {
      const head = await fetchWindow({ jobId, name, checksum }, 0, headLength, signal)
      return { ...head, ...(await looksOf(head)) }
    },
    enabled: told !== 0,
  })
  const head = query.data
  const source = useMemo(() => head && bytesBehind({ jobId, name, checksum }, head), [jobId, name, checksum, head])

  const failure = failureIn(query.error ?? query.failureReason)
  if (failure) return <FailurePanel failure={failure} retry={() => void query.refetch()} waiting={!query.isError} />
  if (told === 0 || head?.length === 0) return <p>The object is empty: there is nothing to show.</p>
  if (!head || !source) return <PreviewSkeleton />

  const { type, form } = head
  const tabs = tabsOf(form)
  const view = tabs.some(({ kind }) => kind === place.view) ? place.view : tabs[0]!.kind
  const label = visible(name)
  const shared = { source, at: place.at, setAt: (at: number) => setPlace({ ...place, view, at }) }
  return (
    <Tabs choose={(view) => setPlace({ ...place, view })} chosen={view} label="How the content is shown" tabs={tabs}>
      <Suspense fallback={<PreviewSkeleton />}>
        {view === 'hex' ? (
          <HexPane {...shared} label={`Bytes of ${label}`} />
        ) : view === 'text' || form === 'text' ? (
          <EncodedText
            {...shared}
            choose={(encoding) => setPlace({ ...place, view, encoding })}
            chosen={place.encoding}
            label={`Text of ${label}`}
            told={toldOf(type, head.window.bytes)}
          />
        ) : (
          <Shown {...shared} form={form} head={head.window} object={{ jobId, name, checksum }} type={type} />
        )}
      </Suspense>
    </Tabs>
  )
}

/** What comes before damage tells what it is. */
async function looksOf({ window: { bytes, broken }, mediaType, length }: { window: ByteWindow } & WindowFacts) {
  const type = typeFrom(mediaType ?? null)
  const good = broken[0] ? bytes.subarray(0, broken[0].offset) : bytes
  return { type, form: await formOf(type, good, good.length === length) }
}

/** What suits it first; then what else it can be looked at as. */
function tabsOf(form: Form): { kind: PreviewPlace['view']; title: string }[] {
  const first = form === 'hex' ? [] : [{ kind: 'preview' as const, title: titles[form] }]
  const text = form === 'json' || form === 'hex' ? [{ kind: 'text' as const, title: 'Text' }] : []
  const hex = { kind: 'hex' as const, title: 'Hex' }
  return form === 'hex' ? [hex, ...text] : [...first, ...text, hex]
}

function toldOf(type: PreviewType, head: Uint8Array): ToldEncoding {
  const encoding = charsetOf(type)
  return { encoding, guess: encoding !== undefined && isGuess(head, encoding) }
}

interface ShownProps {
  form: Form
  type: PreviewType
  object: ObjectVersion
  head: ByteWindow
  source: ByteSource
  at: number
  setAt: (at: number) => void
}

function Shown({ form, type, object, head, source, at, setAt }: ShownProps) {
  const label = visible(object.name)
  switch (form) {
    case 'image':
      return (
        <PicturePane {...object} head={head.bytes} label={label} length={source.length} mediaType={type.mediaType} />
      )
    case 'audio':
    case 'video':
      return <MediaPane {...object} kind={form} label={label} />
    case 'json':
      return <JsonContent encoding={charsetOf(type) ?? 'utf-8'} label={`JSON of ${label}`} source={source} />
    case 'gzip':
      return <UnpackedPane at={at} label={label} setAt={setAt} source={source} />
    case 'zip':
    case 'tar':
      return <ArchivePane form={form} label={`Entries of ${label}`} source={source} />
    case 'sqlite':
      return <SqlitePane label={`Schema of ${label}`} source={source} />
  }
}
