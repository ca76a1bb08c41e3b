import type { Column } from '../table/column.ts'

export const entryColumns: Column[] = [
  { key: 'check', title: '', label: 'Select' },
  { key: 'name', title: 'Name' },
  { key: 'size', title: 'Size', align: 'right' },
  { key: 'modified', title: 'Modified' },
  { key: 'type', title: 'Type' },
  { key: 'checksum', title: 'Checksum' },
  { key: 'chunks', title: 'Chunks', align: 'right' },
  { key: 'actions', title: '', label: 'Download' },
]
