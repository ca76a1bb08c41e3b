import type { Columns } from '../table/column.ts'

export const receiptColumns = [
  { key: 'state', title: 'State', phone: 'note' },
  { key: 'subject', title: 'What', phone: 'title' },
  { key: 'kind', title: 'Kind' },
  { key: 'job', title: 'From job' },
  { key: 'amount', title: 'Bytes', align: 'right', phone: 'value' },
  { key: 'started', title: 'Started', phone: 'aside' },
  { key: 'took', title: 'Took', align: 'right' },
  { key: 'result', title: 'Outcome', phone: 'mark' },
  { key: 'actions', title: '', label: 'Copy' },
] as const satisfies Columns

/** The look of the table as a whole. */
export const receiptsTable = { table: 'receipts-table' }
