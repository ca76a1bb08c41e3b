import type { Columns } from '../table/column.ts'

export const chunkColumns = [
  { key: 'index', title: 'Index', align: 'right', phone: 'lead' },
  { key: 'offset', title: 'Offset', align: 'right', phone: 'note' },
  { key: 'length', title: 'Length', align: 'right', phone: 'aside' },
  { key: 'checksum', title: 'SHA-256', phone: 'wide' },
  { key: 'shared', title: 'Shared', phone: 'mark' },
  { key: 'actions', title: '', label: 'Copy', phone: 'end' },
] as const satisfies Columns

const widths = '[--columns:84px_84px_84px_minmax(80px,1fr)_72px_24px]'
const phone =
  'max-sm:**:data-[column=index]:min-w-7 max-sm:**:data-[column=offset]:text-left max-sm:**:data-[column=offset]:text-muted'

/** The look of the table of these columns. */
export const chunkTable = `${widths} ${phone}`
