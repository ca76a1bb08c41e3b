'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { isTar } from '#lib/preview/containers.ts'
import { isGuess, type TextEncoding } from '#lib/preview/encodings.ts'
import { encodingOf } from '#lib/preview/text.ts'
import { longestWindow } from '#lib/preview/window-facts.ts'
import { formatBytes } from '../format/size.ts'
import { visible } from '../format/text.ts'
import { FailurePanel } from '../ui/failure-panel.tsx'
import { failureIn } from '../ui/read-failure.ts'
import { ArchivePane } from './archive-pane.tsx'
import { BrokenNotice } from './broken-notice.tsx'
import { EncodedText } from './encoded-text.tsx'
import { HexPane } from './hex-pane.tsx'
import { PreviewSkeleton } from './preview-skeleton.tsx'
import type { TextPlace } from './text-pane.tsx'
import { gzipName, unpackBeginning } from './unpack.ts'
import { windowQuery } from './use-bytes.ts'
import { type ByteSource, bytesAtHand, readBeginning } from './window.ts'

interface Props extends TextPlace {
  source: ByteSource
  /** The name of what is packed. */
  label: string
}

/** The beginning of what gzip holds: the entries of a tar archive, text, or bytes. */
export function UnpackedPane({ source: packed, label, at, setAt }: Props) {
  const [encoding, setEncoding] = useState<TextEncoding | null>(null)
  const query = useQuery({
    ...windowQuery,
    queryKey: ['unpacked', ...packed.key],
    queryFn: async ({ signal }) => {
      const { bytes: read, broken } = await readBeginning(packed, longestWindow, signal)
      const unpacked = await unpackBeginning(Uint8Array.from(read), { all: read.length === packed.length })
      return { ...unpacked, name: gzipName(read), read: read.length, broken }
    },
  })
  const { data } = query
  const content = useMemo(() => data && bytesAtHand(['unpacked', ...packed.key], data.bytes), [data, packed])
  const failure = failureIn(query.error ?? query.failureReason)
  if (failure) return <FailurePanel failure={failure} retry={() => void query.refetch()} waiting={!query.isError} />
  if (!data || !content) return <PreviewSkeleton />
  const { bytes, whole, name, read, broken } = data
  const told = bytes.length > 0 ? encodingOf(bytes, whole) : undefined
  const shared = { at, setAt, source: content }
  return (
    <div className="grid min-w-0 gap-2">
      <p className="text-muted text-sm">
        {whole
          ? `Unpacked here: ${formatBytes(bytes.length)}`
          : `Unpacked here, its beginning only: ${formatBytes(bytes.length)} from the first ${formatBytes(read)} of it`}
        {name !== undefined && (
          <>
            , packed as <span className="isolate-text">{visible(name)}</span>
          </>
        )}
        .
      </p>
      {isTar(bytes) ? (
        <ArchivePane form="tar" label={`Entries in ${label}`} source={content} whole={whole} />
      ) : told ? (
        <EncodedText
          {...shared}
          choose={setEncoding}
          chosen={encoding}
          label={`Text in ${label}`}
          told={{ encoding: told, guess: isGuess(bytes, told) }}
        />
      ) : (
        bytes.length > 0 && <HexPane {...shared} label={`Bytes in ${label}`} />
      )}
      {broken && <BrokenNotice place={broken} />}
    </div>
  )
}
