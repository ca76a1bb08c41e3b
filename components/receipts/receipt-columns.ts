import type { Column } from '../table/column.ts'

export const receiptColumns: Column[] = [
  { key: 'state', title: 'State' },
  { key: 'subject', title: 'What' },
  { key: 'kind', title: 'Kind' },
  { key: 'job', title: 'From job' },
  { key: 'amount', title: 'Bytes', align: 'right' },
  { key: 'started', title: 'Started' },
  { key: 'took', title: 'Took', align: 'right' },
  { key: 'checksum', title: 'Checksum' },
  { key: 'actions', title: '', label: 'Copy' },
]
