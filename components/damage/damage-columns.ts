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

const jobs = '[&_[data-column=jobs]_a]:text-accent'

const hitWidths =
  '[--columns:minmax(160px,1fr)_100px_minmax(300px,2fr)_160px] max-lg:[--columns:minmax(160px,1fr)_80px_180px_140px]'
const knownWidths =
  '[--columns:minmax(200px,2fr)_minmax(180px,1.5fr)_120px_minmax(160px,1.5fr)_128px_40px] max-lg:[--columns:minmax(180px,2fr)_minmax(150px,1.5fr)_112px_120px_40px]'

const apart = '[&_[data-column=jobs]_a]:mr-3'
/** On a phone no head says what the figures are. */
const named =
  'max-sm:[&_td[data-column=chunk]]:before:content-["Chunk_"] max-sm:[&_td[data-column=intact]]:before:content-["Intact:_"]'
const quiet = '[&_:is([data-column=found],[data-column=since])]:text-muted'
const narrow = 'max-lg:[&_[data-column=found]]:hidden'

/** The looks of the tables as wholes. */
export const damageTable = { table: `${hitWidths} ${jobs} ${apart} ${named}` }
export const knownDamageTable = { table: `${knownWidths} ${jobs} ${quiet} ${narrow}` }
