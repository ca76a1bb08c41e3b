import type { Columns } from '../table/column.ts'

export const jobColumns = [
  { key: 'state', title: 'State', phone: 'note' },
  { key: 'resource', title: 'Resource', phone: 'title' },
  { key: 'vault', title: 'Vault' },
  { key: 'started', title: 'Started', phone: 'aside' },
  { key: 'duration', title: 'Duration', align: 'right' },
  { key: 'objects', title: 'Objects', align: 'right' },
  { key: 'size', title: 'Size', align: 'right', phone: 'value' },
  { key: 'new', title: 'New', align: 'right' },
  { key: 'verified', title: 'Verified', phone: 'mark' },
  { key: 'actions', title: '', label: 'Details', phone: 'end' },
] as const satisfies Columns

/** The look of the table as a whole. */
export const jobsTable = { table: 'jobs-table' }
