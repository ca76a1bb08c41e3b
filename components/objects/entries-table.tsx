'use client'

import { Download, File, FileSymlink, Folder } from 'lucide-react'
import { useState } from 'react'
import type { Cursor } from '#lib/browse/lister.ts'
import { lastSegment } from '#lib/browse/names.ts'
import type { EntryRow } from '#lib/browse/row.ts'
import { downloadHref, objectHref } from '#lib/search-params/object.ts'
import { type ObjectsParams, objectsHref } from '#lib/search-params/objects.ts'
import { formatCount } from '../format/size.ts'
import { shorten, visible } from '../format/text.ts'
import { type Anchor, RowCheck } from '../selection/row-check.tsx'
import { Cells } from '../table/cells.tsx'
import type { PageResult, ReadPage } from '../table/page.ts'
import { type RowPlace, VirtualTable } from '../table/virtual-table.tsx'
import { Time } from '../time/times.tsx'
import { AppLink } from '../ui/app-link.tsx'
import { Size, Unknown } from '../ui/size.tsx'
import styles from './entries-table.module.css'
import { entryColumns } from './entry-columns.ts'
import { NoEntries } from './no-entries.tsx'

interface Props {
  jobId: string
  running: boolean
  params: ObjectsParams
  first: PageResult<EntryRow, Cursor>
  listEntries: (
    jobId: string,
    params: ObjectsParams,
    cursor: Cursor | undefined,
  ) => ReturnType<ReadPage<EntryRow, Cursor>>
}

/** A folder's entries, or a job's objects by their full names. */
export function EntriesTable({ jobId, running, params, first, listEntries }: Props) {
  const flat = params.view === 'flat'
  const [anchor] = useState<Anchor>({})
  return (
    <VirtualTable
      cells={(row, place) => <EntryCells anchor={anchor} jobId={jobId} params={params} place={place} row={row} />}
      className={styles.table}
      columns={entryColumns}
      empty={<NoEntries jobId={jobId} params={params} running={running} />}
      first={first}
      label={flat ? 'Objects' : params.folder ? `Folder ${visible(params.folder)}` : 'Folders and objects'}
      name={['entries', objectsHref(jobId, params)]}
      noun={flat ? ['object', 'objects'] : ['entry', 'entries']}
      read={(cursor) => listEntries(jobId, params, cursor)}
      rowKey={(row) => row.name}
    />
  )
}

interface CellProps {
  jobId: string
  params: ObjectsParams
  row: EntryRow
  place: RowPlace<EntryRow>
  anchor: Anchor
}

function EntryCells({ jobId, params, row, place, anchor }: CellProps) {
  const folder = row.kind === 'folder'
  const shown =
    params.view === 'flat' ? row.name : folder ? `${lastSegment(row.name)}/` : row.name.slice(params.folder.length)
  const Icon = folder || row.type === 'dir' ? Folder : row.type === 'symlink' ? FileSymlink : File
  const href = folder
    ? objectsHref(jobId, { folder: row.name, after: params.after, before: params.before })
    : objectHref(jobId, { name: row.name })
  return (
    <Cells
      columns={entryColumns}
      of={{
        check: <RowCheck anchor={anchor} jobId={jobId} place={place} row={row} />,
        name: (
          <AppLink
            className={styles.name}
            data-folder={folder || undefined}
            data-row
            href={href}
            title={visible(row.name)}
          >
            <Icon aria-hidden size={15} />
            <span>{visible(shown)}</span>
          </AppLink>
        ),
        size: folder || row.type === 'dir' ? null : <Size bytes={row.size} hint={row.sizeIsHint} />,
        modified: row.modified === undefined ? folder ? null : <Unknown /> : <Time at={row.modified} />,
        type: typeWord(row),
        checksum: row.checksum && (
          <code className={styles.checksum} title={row.checksum}>
            {shorten(row.checksum)}
          </code>
        ),
        chunks: folder ? null : row.chunks === undefined ? <Unknown /> : formatCount(row.chunks),
        actions: !folder && (row.type === undefined || row.type === 'file') && (
          <a
            aria-label={`Download ${visible(shown)}`}
            className={styles.download}
            data-download
            download
            href={downloadHref(jobId, row.name, row.checksum)}
            title="Download, every chunk checked"
          >
            <Download aria-hidden size={15} />
          </a>
        ),
      }}
    />
  )
}

function typeWord({ kind, type }: EntryRow): string {
  if (kind === 'folder' || type === 'dir') return 'Folder'
  if (type === 'symlink') return 'Link'
  return type === 'file' ? 'File' : 'Object'
}
