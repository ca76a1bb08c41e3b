import type { Columns } from '../table/column.ts'

export const entryColumns = [
  { key: 'check', title: '', label: 'Select', phone: 'lead' },
  { key: 'name', title: 'Name', phone: 'wide' },
  { key: 'size', title: 'Size', align: 'right', phone: 'aside' },
  { key: 'modified', title: 'Modified', phone: 'note' },
  { key: 'type', title: 'Type' },
  { key: 'checksum', title: 'Checksum' },
  { key: 'chunks', title: 'Chunks', align: 'right' },
  { key: 'actions', title: '', label: 'Download', phone: 'end' },
] as const satisfies Columns

const onDesk =
  '[--columns:24px_minmax(240px,1fr)_92px_140px_72px_148px_72px_64px] **:data-[column=checksum]:text-muted **:data-[column=modified]:text-muted **:data-[column=type]:text-muted [&_td[data-column=name]]:-ml-1'
const narrow =
  '@max-[980px]:[--columns:24px_minmax(200px,1fr)_92px_140px_72px_64px] @max-[980px]:**:data-[column=checksum]:hidden @max-[980px]:**:data-[column=type]:hidden'
const narrower =
  '@max-[680px]:[--columns:24px_minmax(160px,1fr)_84px_128px_64px] @max-[680px]:**:data-[column=chunks]:hidden'
/** A name has both lines where there is nothing to say in the second. */
const onPhone =
  'max-sm:**:data-[column=modified]:pl-6.25 max-sm:[&_tr:has([data-column=modified]:empty)_[data-column=name]]:row-[1/span_2] max-sm:[&_tr:has([data-column=modified]:empty)_[data-column=name]]:self-center'
/** The one in hand. */
const current = '[&_tr:has([data-row])]:cursor-pointer [&_tbody_tr:has([aria-current])]:bg-accent-soft'

/** The look of a table with these columns. */
export const entryTable = `${onDesk} ${narrow} ${narrower} ${onPhone} ${current}`
