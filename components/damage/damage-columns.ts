import type { Columns } from '../table/column.ts'

export const damageColumns = [
  { key: 'object', title: 'Object', phone: 'title' },
  { key: 'chunk', title: 'Chunk', align: 'right', phone: 'value' },
  { key: 'jobs', title: 'In jobs', phone: 'note' },
  { key: 'intact', title: 'Intact version', phone: 'aside' },
] as const satisfies Columns

export const knownDamageColumns = [
  { key: 'object', title: 'Object', phone: 'title' },
  { key: 'jobs', title: 'In jobs', phone: 'note' },
  { key: 'since', title: 'Known since', phone: 'aside' },
  { key: 'found', title: 'What a read found' },
  { key: 'intact', title: 'Intact version' },
  { key: 'map', title: '', label: 'Damage map', phone: 'value' },
] as const satisfies Columns

/** The looks of the tables as wholes. */
export const damageTable = { table: 'damage-table' }
export const knownDamageTable = { table: 'known-damage-table' }
