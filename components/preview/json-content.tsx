'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { TextEncoding } from '#lib/preview/encodings.ts'
import { readJson } from '#lib/preview/json.ts'
import { longestWindow } from '#lib/preview/window-facts.ts'
import { exactBytes, formatBytes } from '../format/size.ts'
import { FailurePanel } from '../ui/failure-panel.tsx'
import { failureIn } from '../ui/read-failure.ts'
import { BrokenNotice } from './broken-notice.tsx'
import { JsonPane } from './json-pane.tsx'
import { PreviewSkeleton } from './preview-skeleton.tsx'
import { windowQuery } from './use-bytes.ts'
import { type ByteSource, readBeginning } from './window.ts'

/** As much of a content is read into a tree, in bytes. */
const most = 4 * longestWindow

interface Props {
  source: ByteSource
  label: string
  encoding: TextEncoding
}

/** JSON as a tree: all of it, or its beginning, and then it says so. */
export function JsonContent({ source, label, encoding }: Props) {
  const query = useQuery({
    ...windowQuery,
    queryKey: ['json', ...source.key],
    queryFn: ({ signal }) => readBeginning(source, most, signal),
  })
  const { data } = query
  const tree = useMemo(
    () => data && readJson(new TextDecoder(encoding).decode(data.bytes, { stream: !data.whole }), !data.whole),
    [data, encoding],
  )
  const failure = failureIn(query.error ?? query.failureReason)
  if (failure) return <FailurePanel failure={failure} retry={() => void query.refetch()} waiting={!query.isError} />
  if (!data) return <PreviewSkeleton />
  const { bytes, whole, broken } = data
  return (
    <div className="grid min-w-0 gap-2">
      {!whole && (
        <p className="text-muted text-sm">
          <span title={`${exactBytes(bytes.length)} of ${exactBytes(source.length)}`}>
            The first {formatBytes(bytes.length)} of {formatBytes(source.length)}.
          </span>{' '}
          What follows was not looked at; the text has all of it.
        </p>
      )}
      {tree ? (
        <JsonPane label={label} tree={tree} />
      ) : (
        <p>This begins like JSON, but does not go on like it. Look at it as text.</p>
      )}
      {broken && <BrokenNotice place={broken} />}
    </div>
  )
}
