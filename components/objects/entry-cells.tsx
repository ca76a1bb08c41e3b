'use client'

import { Download, PanelRight } from 'lucide-react'
import type { EntryRow } from '#lib/browse/row.ts'
import { downloadHref } from '#lib/search-params/object.ts'
import { entryHref, type ObjectsParams } from '#lib/search-params/objects.ts'
import { formatCount } from '../format/size.ts'
import { shorten, visible } from '../format/text.ts'
import { type Anchor, RowCheck } from '../selection/row-check.tsx'
import { Cells } from '../table/cells.tsx'
import type { RowPlace } from '../table/table-row.tsx'
import { Time } from '../time/times.tsx'
import { DamagedBadge } from '../ui/damaged-badge.tsx'
import { EntryLink } from '../ui/entry-link.tsx'
import { Press } from '../ui/press.tsx'
import { Size, Unknown } from '../ui/size.tsx'
import { entryColumns } from './entry-columns.ts'

const action = 'entry-action'
/** On a phone the details have it. */
const download = `${action} max-sm:hidden`

interface Props {
  jobId: string
  params: ObjectsParams
  row: EntryRow
  place: RowPlace<EntryRow>
  anchor: Anchor
  inHand: boolean
  /** Opens the row in the panel, or closes it there. */
  take: () => void
  /** Opens the plan of a folder's archive. */
  archive: () => void
  /** Why there is none. */
  refused: string | undefined
}

export function EntryCells({ jobId, params, row, place, anchor, inHand, take, archive, refused }: Props) {
  const folder = row.kind === 'folder'
  const shown = params.view === 'flat' ? row.name : row.name.slice(params.folder.length)
  return (
    <Cells
      columns={entryColumns}
      of={{
        check: <RowCheck anchor={anchor} jobId={jobId} place={place} row={row} />,
        name: (
          <span className="flex items-center gap-2 *:data-tone:flex-none *:data-tone:text-sm">
            <EntryLink
              aria-current={inHand || undefined}
              className="h-[calc(var(--row)-1px)] w-fit max-w-full pr-1.5 pl-1 max-sm:h-5.5"
              data-name={row.name}
              data-row
              entry={row}
              href={entryHref(jobId, row, params)}
              name={shown}
            />
            {row.damaged && <DamagedBadge folder={folder} />}
          </span>
        ),
        size: folder || row.type === 'dir' ? null : <Size bytes={row.size} hint={row.sizeIsHint} />,
        modified: row.modified === undefined ? folder ? null : <Unknown /> : <Time at={row.modified} />,
        type: typeWord(row),
        checksum: row.checksum && (
          <code className="text-xs" title={row.checksum}>
            {shorten(row.checksum)}
          </code>
        ),
        chunks: folder ? null : row.chunks === undefined ? <Unknown /> : formatCount(row.chunks),
        actions: (
          <span className="flex">
            <Press
              aria-expanded={inHand}
              aria-label={`Details of ${visible(shown)}`}
              className={action}
              onClick={take}
              title="Details (Space)"
            >
              <PanelRight aria-hidden size={15} />
            </Press>
            {folder && (
              <Press
                aria-disabled={refused ? true : undefined}
                aria-haspopup="dialog"
                aria-label={`Download ${visible(shown)}`}
                className={download}
                data-download
                onClick={refused ? undefined : archive}
                title={refused ?? 'Download as an archive (d)'}
              >
                <Download aria-hidden size={15} />
              </Press>
            )}
            {!folder && (row.type === undefined || row.type === 'file') && (
              <a
                aria-label={`Download ${visible(shown)}`}
                className={download}
                data-download
                download
                href={downloadHref(jobId, row.name, row.checksum)}
                title="Download, every chunk checked (d)"
              >
                <Download aria-hidden size={15} />
              </a>
            )}
          </span>
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
