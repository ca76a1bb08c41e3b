import type { Columns } from '../table/column.ts'

export const chunkColumns = [
  { key: 'index', title: 'Index', align: 'right', phone: 'lead' },
  { key: 'offset', title: 'Offset', align: 'right', phone: 'note' },
  { key: 'length', title: 'Length', align: 'right', phone: 'aside' },
  { key: 'checksum', title: 'SHA-256', phone: 'wide' },
  { key: 'actions', title: '', label: 'Copy', phone: 'end' },
] as const satisfies Columns

const widths = '[--columns:64px_96px_96px_minmax(120px,1fr)_24px]'
const phone =
  'max-sm:**:data-[column=index]:min-w-7 max-sm:**:data-[column=offset]:text-left max-sm:**:data-[column=offset]:text-muted'

/** The look of the table of these columns. */
export const chunkTable = `${widths} ${phone}`
