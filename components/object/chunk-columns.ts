import type { Column } from '../table/column.ts'

export const chunkColumns: Column[] = [
  { key: 'index', title: 'Index', align: 'right' },
  { key: 'offset', title: 'Offset', align: 'right' },
  { key: 'length', title: 'Length', align: 'right' },
  { key: 'checksum', title: 'SHA-256' },
  { key: 'actions', title: '', label: 'Copy' },
]
