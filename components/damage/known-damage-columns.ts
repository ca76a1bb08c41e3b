import type { Columns } from '../table/column.ts'

export const knownDamageColumns = [
  { key: 'object', title: 'Object', phone: 'title' },
  { key: 'jobs', title: 'In jobs', phone: 'note' },
  { key: 'since', title: 'Known since', phone: 'aside' },
  { key: 'found', title: 'What a read found' },
  { key: 'intact', title: 'Intact version' },
  { key: 'map', title: '', label: 'Damage map', phone: 'value' },
] as const satisfies Columns
