'use client'

import { useQuery } from '@tanstack/react-query'
import { File, FileQuestionMark, FileSymlink, Folder, Lock } from 'lucide-react'
import { useState } from 'react'
import type { ListedEntry, ListingPage, Position } from '#lib/preview/archive/listing.ts'
import { listTar } from '#lib/preview/archive/tar.ts'
import { listZip } from '#lib/preview/archive/zip.ts'
import { createReader } from '#lib/preview/reader.ts'
import { formatCount } from '../format/size.ts'
import { visible } from '../format/text.ts'
import { Button } from '../ui/button.tsx'
import { FailurePanel } from '../ui/failure-panel.tsx'
import { failureIn } from '../ui/read-failure.ts'
import { Size, Unknown } from '../ui/size.tsx'
import { BrokenNotice } from './broken-notice.tsx'
import { cell, ListingTable, rowLook } from './listing-table.tsx'
import { PaneLine } from './pane-line.tsx'
import { PreviewSkeleton } from './preview-skeleton.tsx'
import { windowQuery } from './use-bytes.ts'
import type { ByteSource } from './window.ts'

interface Props {
  form: 'zip' | 'tar'
  source: ByteSource
  label: string
  /** The source is all of the archive, not its beginning only. */
  whole?: boolean
}

/** Names longer than this are shown by their beginning. */
const longestName = 1_000

const icons = { file: File, folder: Folder, link: FileSymlink, other: FileQuestionMark }

/** What is in an archive, as the archive itself tells, a page at a time. */
export function ArchivePane({ form, source, label, whole = true }: Props) {
  // The pages that lead here; the first one begins where the form says.
  const [pages, setPages] = useState<(Position | undefined)[]>([undefined])
  const from = pages.at(-1)
  const query = useQuery({
    ...windowQuery,
    queryKey: ['entries', form, ...source.key, from?.at],
    queryFn: ({ signal }) => {
      const reader = createReader(source, signal)
      return form === 'zip' ? listZip(reader, { from }) : listTar(reader, { from, whole })
    },
  })
  const failure = failureIn(query.error ?? query.failureReason)
  if (failure) return <FailurePanel failure={failure} retry={() => void query.refetch()} waiting={!query.isError} />
  const page = query.data
  if (!page) return <PreviewSkeleton />
  const { entries, next, problem, place } = page
  return (
    <div className="grid min-w-0 gap-2">
      <p className="text-muted text-sm">What the archive says of itself: the files in it were not looked at.</p>
      {entries.length > 0 && <Entries entries={entries} key={from?.at} label={label} />}
      {place ? <BrokenNotice place={place} /> : problem && <p role="status">{problem}</p>}
      <PaneLine>
        <span className="text-muted text-sm tabular-nums">{countsOf(page)}</span>
        {(from || next) && (
          <span className="flex flex-wrap gap-x-4 gap-y-1">
            <Button
              onClick={() => setPages(pages.slice(0, -1))}
              refused={from ? undefined : 'These are the first ones'}
            >
              Earlier
            </Button>
            <Button
              onClick={() => next && setPages([...pages, next])}
              refused={next ? undefined : 'These are the last ones'}
            >
              Later
            </Button>
          </span>
        )}
      </PaneLine>
    </div>
  )
}

const entryColumns = [
  { title: 'Name', className: 'w-full' },
  { title: 'Size', className: 'text-right' },
  { title: 'Modified', className: 'max-sm:hidden' },
]

function Entries({ entries, label }: { entries: ListedEntry[]; label: string }) {
  return (
    <ListingTable columns={entryColumns} label={label}>
      {entries.map((entry, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an archive may have a name twice
        <Entry entry={entry} key={i} />
      ))}
    </ListingTable>
  )
}

function Entry({ entry: { name, kind, size, modified, target, encrypted } }: { entry: ListedEntry }) {
  const Icon = icons[kind]
  return (
    <tr className={rowLook}>
      <td className={cell}>
        <span className="flex min-w-0 gap-2">
          <Icon
            aria-hidden
            className={`mt-0.5 flex-none ${kind === 'folder' ? 'text-accent' : 'text-faint'}`}
            size={15}
          />
          <span className="wrap-anywhere">
            <Name text={name} />
            {target !== undefined && (
              <span className="text-muted">
                {' → '}
                <Name text={target} />
              </span>
            )}
            {kind === 'other' && <span className="text-muted"> (neither file nor folder)</span>}
          </span>
          {encrypted && (
            <span className="flex-none text-muted" title="Encrypted">
              <Lock aria-hidden className="mt-0.5" size={13} />
              <span className="visually-hidden">encrypted</span>
            </span>
          )}
        </span>
      </td>
      <td className={`${cell} whitespace-nowrap text-right tabular-nums`}>
        {kind === 'file' && size === undefined ? (
          <Unknown why="The archive does not tell" />
        ) : (
          size !== undefined && <Size bytes={size} />
        )}
      </td>
      <td className={`${cell} whitespace-nowrap tabular-nums max-sm:hidden`}>{modified}</td>
    </tr>
  )
}

/** A name by other hands: it cannot reorder what stands beside it. */
function Name({ text }: { text: string }) {
  const shown = text.length > longestName ? `${text.slice(0, longestName)}…` : text
  return <span className="isolate-text">{visible(shown)}</span>
}

function countsOf({ entries, index, total, next, problem }: ListingPage): string {
  if (entries.length === 0) return problem ? '' : 'It has no entries.'
  const last = index + entries.length
  const shown = `Entries ${formatCount(index + 1)} to ${formatCount(last)}`
  if (total !== undefined) return `${shown} of ${formatCount(total)}`
  return next || problem ? `${shown}; how many there are is not known` : `${shown} of ${formatCount(last)}`
}
