import type { Column } from '../table/column.ts'

export const jobColumns: Column[] = [
  { key: 'state', title: 'State' },
  { key: 'resource', title: 'Resource' },
  { key: 'vault', title: 'Vault' },
  { key: 'started', title: 'Started' },
  { key: 'duration', title: 'Duration', align: 'right' },
  { key: 'objects', title: 'Objects', align: 'right' },
  { key: 'size', title: 'Size', align: 'right' },
  { key: 'new', title: 'New', align: 'right' },
  { key: 'verified', title: 'Verified' },
]
