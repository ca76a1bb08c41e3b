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

/** The look of a table with these columns. */
export const entryTable = 'entry-table'
