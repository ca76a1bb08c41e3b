import type { Columns } from '../table/column.ts'

export const jobColumns = [
  { key: 'state', title: 'State', phone: 'note' },
  { key: 'resource', title: 'Resource', phone: 'title' },
  { key: 'vault', title: 'Vault' },
  { key: 'started', title: 'Started', phone: 'aside' },
  { key: 'duration', title: 'Duration', align: 'right' },
  { key: 'objects', title: 'Objects', align: 'right' },
  { key: 'size', title: 'Size', align: 'right', phone: 'value' },
  { key: 'new', title: 'New', align: 'right' },
  { key: 'verified', title: 'Verified', phone: 'mark' },
  { key: 'actions', title: '', label: 'Details', phone: 'end' },
] as const satisfies Columns

const widths =
  '[--columns:124px_minmax(200px,1fr)_minmax(72px,104px)_128px_92px_76px_76px_76px_184px_32px] max-lg:[--columns:124px_minmax(160px,1fr)_132px_88px_184px_32px] max-md:[--columns:112px_minmax(112px,1fr)_108px_72px_136px_32px]'
const narrow =
  'max-lg:[&_:is([data-column=vault],[data-column=duration],[data-column=objects],[data-column=new])]:hidden max-md:[&_[data-column=verified]_[data-when]]:hidden'
const quiet = '[&_[data-column=verified]]:text-muted'
/** On a phone no head says what the share is of. */
const named = 'max-sm:[&_[data-column=verified]_:has(>[data-when])]:after:content-["_verified"]'
const known = 'max-sm:[&_[data-column=verified]:has(>[data-unknown])]:hidden'

/** The look of the table as a whole. */
export const jobsTable = { table: `${widths} ${narrow} ${quiet} ${named} ${known}` }
