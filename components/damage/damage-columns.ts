import type { Columns } from '../table/column.ts'

export const damageColumns = [
  { key: 'object', title: 'Object', phone: 'title' },
  { key: 'chunk', title: 'Chunk', align: 'right', phone: 'value' },
  { key: 'jobs', title: 'In jobs', phone: 'note' },
  { key: 'intact', title: 'Intact version', phone: 'aside' },
] as const satisfies Columns
