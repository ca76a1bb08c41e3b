'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { isGuess, type TextEncoding } from '#lib/preview/encodings.ts'
import { readJson } from '#lib/preview/json.ts'
import { encodingOf } from '#lib/preview/text.ts'
import { metadataHref } from '#lib/search-params/object.ts'
import { visible } from '../format/text.ts'
import { FailurePanel } from '../ui/failure-panel.tsx'
import { failureIn } from '../ui/read-failure.ts'
import { EncodedText } from './encoded-text.tsx'
import { HexPane } from './hex-pane.tsx'
import { JsonPane } from './json-pane.tsx'
import { PreviewSkeleton } from './preview-skeleton.tsx'
import { Tabs } from './tabs.tsx'
import { windowQuery } from './use-bytes.ts'
import { bytesAtHand, fetchBytes } from './window.ts'

const titles = { json: 'JSON', text: 'Text', hex: 'Hex' } as const

type View = keyof typeof titles

interface Props {
  jobId: string
  name: string
  checksum: string | undefined
  /** The way it is looked at; the first it can be, unless told. */
  view: View | null
  onView: (view: View) => void
}

/** A metadata blob as a tree where it is JSON, as text where it is text, and as hex. */
export default function BlobPane({ jobId, name, checksum, view: asked, onView }: Props) {
  const [chosen, setChosen] = useState(asked)
  const [at, setAt] = useState(0)
  const [encoding, setEncoding] = useState<TextEncoding | null>(null)
  const href = metadataHref(jobId, name, checksum)
  const query = useQuery({
    ...windowQuery,
    queryKey: ['blob', jobId, name, checksum],
    queryFn: ({ signal }) => fetchBytes(href, signal),
  })
  const bytes = query.data
  const content = useMemo(() => bytes && readContent(bytes), [bytes])
  const source = useMemo(
    () => bytesAtHand(['blob', jobId, name, checksum ?? ''], bytes ?? new Uint8Array()),
    [bytes, jobId, name, checksum],
  )

  const failure = failureIn(query.error ?? query.failureReason)
  if (failure) return <FailurePanel failure={failure} retry={() => void query.refetch()} waiting={!query.isError} />
  if (!content) return <PreviewSkeleton />
  const { tree, told } = content
  const views: View[] = [...(tree ? ['json' as const] : []), ...(told.encoding ? ['text' as const] : []), 'hex']
  const view = chosen && views.includes(chosen) ? chosen : views[0]!
  const label = `of the metadata blob of ${visible(name)}`
  return (
    <Tabs
      choose={(next) => {
        setChosen(next)
        onView(next)
      }}
      chosen={view}
      label="How the blob is shown"
      tabs={views.map((kind) => ({ kind, title: titles[kind] }))}
    >
      {view === 'json' && tree && <JsonPane label={`JSON ${label}`} tree={tree} />}
      {view === 'text' && (
        <EncodedText
          at={at}
          choose={setEncoding}
          chosen={encoding}
          label={`Text ${label}`}
          setAt={setAt}
          source={source}
          told={told}
        />
      )}
      {view === 'hex' && <HexPane at={at} label={`Bytes ${label}`} rows={12} setAt={setAt} source={source} />}
    </Tabs>
  )
}

function readContent(bytes: Uint8Array) {
  const encoding = encodingOf(bytes, true)
  const told = { encoding, guess: encoding !== undefined && isGuess(bytes, encoding) }
  return { told, tree: encoding && readJson(new TextDecoder(encoding).decode(bytes)) }
}
