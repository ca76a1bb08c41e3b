import type { Columns } from '../table/column.ts'

export const chunkColumns = [
  { key: 'index', title: 'Index', align: 'right', phone: 'lead' },
  { key: 'offset', title: 'Offset', align: 'right', phone: 'note' },
  { key: 'length', title: 'Length', align: 'right', phone: 'aside' },
  { key: 'checksum', title: 'SHA-256', phone: 'wide' },
  { key: 'actions', title: '', label: 'Copy', phone: 'end' },
] as const satisfies Columns
