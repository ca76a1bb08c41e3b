'use client'

import { useQuery } from '@tanstack/react-query'
import { encodingTitles } from '#lib/preview/encodings.ts'
import { createReader, StoppedError } from '#lib/preview/reader.ts'
import { readSchema, type Schema, type SchemaObject } from '#lib/preview/sqlite/schema.ts'
import { readSizes, type TreeSize } from '#lib/preview/sqlite/sizes.ts'
import { countOf, exactBytes, formatBytes, formatCount } from '../format/size.ts'
import { visible } from '../format/text.ts'
import { FailurePanel } from '../ui/failure-panel.tsx'
import { failureIn } from '../ui/read-failure.ts'
import { Unknown } from '../ui/size.tsx'
import { BrokenNotice } from './broken-notice.tsx'
import { cell, ListingTable, rowLook } from './listing-table.tsx'
import { PreviewSkeleton } from './preview-skeleton.tsx'
import { windowQuery } from './use-bytes.ts'
import type { ByteSource } from './window.ts'

interface Props {
  source: ByteSource
  label: string
}

/** Windows that are read to find out how large tables are. */
const windowsForSizes = 128

/** What there is to know of the whole, a line each. */
const linesOf = (schema: Schema, sizes: Map<number, TreeSize>, length: number) => [
  factsOf(schema),
  schema.header.writeAheadLog &&
    'The database keeps a write-ahead log: changes that lie in its -wal file are not in this object.',
  schema.header.toldPages !== undefined &&
    schema.header.toldPages * schema.header.pageSize !== length &&
    `By its header it has ${countOf(schema.header.toldPages, 'page')}, which is not the length of this object.`,
  [...sizes.values()].some(({ atLeast }) => atLeast) &&
    'Not all of it was read: sizes with ≥ are those of the pages that were found.',
  schema.more && `The first ${formatCount(schema.objects.length)} of its schema; what follows was not read.`,
]

/** What is in a SQLite database and how large it is, from its schema and the upper pages of its tables. */
export function SqlitePane({ source, label }: Props) {
  const query = useQuery({
    ...windowQuery,
    queryKey: ['sqlite', ...source.key],
    queryFn: ({ signal }) => readDatabase(source, signal),
  })
  const failure = failureIn(query.error ?? query.failureReason)
  if (failure) return <FailurePanel failure={failure} retry={() => void query.refetch()} waiting={!query.isError} />
  if (!query.data) return <PreviewSkeleton />
  const { schema, sizes, problem, place } = query.data
  return (
    <div className="grid min-w-0 gap-2">
      {schema &&
        linesOf(schema, sizes, source.length).map(
          (line) =>
            line && (
              <p className="text-muted text-sm tabular-nums" key={line}>
                {line}
              </p>
            ),
        )}
      {schema && schema.objects.length > 0 && (
        <Objects label={label} pageSize={schema.header.pageSize} schema={schema} sizes={sizes} />
      )}
      {schema?.objects.length === 0 && !problem && <p>It has no tables.</p>}
      {place ? <BrokenNotice place={place} /> : problem && <p role="status">{problem}</p>}
    </div>
  )
}

async function readDatabase(source: ByteSource, signal: AbortSignal) {
  try {
    const schema = await readSchema(createReader(source, signal))
    const roots = schema.objects.map(({ root }) => root).filter((root) => root > 0)
    const sizes = await readSizes(createReader(source, signal, windowsForSizes), schema.header, roots)
    return { schema, sizes, problem: schema.problem, place: schema.place }
  } catch (error) {
    if (!(error instanceof StoppedError)) throw error
    return { schema: undefined, sizes: new Map<number, TreeSize>(), problem: error.message, place: error.place }
  }
}

function factsOf({ header: { pages, pageSize, freePages, encoding } }: Schema): string {
  const free = freePages > 0 ? `, ${formatCount(freePages)} of them free` : ''
  return `${countOf(pages, 'page')} of ${formatBytes(pageSize)}${free}; text in ${encodingTitles[encoding]}.`
}

const objectColumns = [
  { title: 'Name', className: 'w-full' },
  { title: 'Type', className: 'max-sm:hidden' },
  { title: 'Rows', className: 'text-right' },
  { title: 'Size', className: 'text-right' },
]

interface ObjectsProps {
  schema: Schema
  sizes: Map<number, TreeSize>
  pageSize: number
  label: string
}

function Objects({ schema: { objects }, sizes, pageSize, label }: ObjectsProps) {
  return (
    <ListingTable columns={objectColumns} label={label}>
      {objects.map((object, i) => (
        <tr
          className={rowLook}
          // biome-ignore lint/suspicious/noArrayIndexKey: a hostile schema may have a name twice
          key={i}
        >
          <td className={`${cell} wrap-anywhere`}>
            <Statement object={object} />
          </td>
          <td className={`${cell} max-sm:hidden`}>{visible(object.type.slice(0, 40))}</td>
          <SizeCells hasTree={object.root > 0} pageSize={pageSize} size={sizes.get(object.root)} />
        </tr>
      ))}
    </ListingTable>
  )
}

/** Its name, and behind it the statement that made it. */
function Statement({ object: { name, sql, cut } }: { object: SchemaObject }) {
  const shown = <span className="isolate-text">{visible(name.slice(0, 1_000))}</span>
  if (sql === undefined) return <span className="text-muted">{shown} (made by SQLite)</span>
  return (
    <details>
      <summary className="cursor-pointer">{shown}</summary>
      <pre className="wrap-anywhere isolate-text mt-1 whitespace-pre-wrap font-mono">
        {sql.split('\n').map(visible).join('\n')}
        {cut && '…'}
      </pre>
    </details>
  )
}

function SizeCells({ hasTree, size, pageSize }: { hasTree: boolean; size: TreeSize | undefined; pageSize: number }) {
  const look = `${cell} whitespace-nowrap text-right tabular-nums`
  if (!hasTree)
    return (
      <>
        <td className={look} />
        <td className={look} />
      </>
    )
  const bytes = (size?.pages ?? 0) * pageSize
  return (
    <>
      <td className={look}>
        {size?.rows === undefined ? <Unknown why="Not all of its pages were read" /> : formatCount(size.rows)}
      </td>
      <td className={look}>
        {size ? (
          <span title={`${size.atLeast ? 'At least ' : ''}${exactBytes(bytes)} in ${countOf(size.pages, 'page')}`}>
            {size.atLeast && (
              <>
                <span aria-hidden>≥ </span>
                <span className="visually-hidden">at least </span>
              </>
            )}
            {formatBytes(bytes)}
          </span>
        ) : (
          <Unknown why="Its pages were not read, or are not as they should be" />
        )}
      </td>
    </>
  )
}
