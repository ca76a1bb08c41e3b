import type { Column } from '../table/column.ts'

export const damageColumns: Column[] = [
  { key: 'object', title: 'Object' },
  { key: 'chunk', title: 'Chunk', align: 'right' },
  { key: 'jobs', title: 'In jobs' },
  { key: 'intact', title: 'Intact version' },
]
