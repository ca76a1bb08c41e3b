import type { Columns } from '../table/column.ts'

export const receiptColumns = [
  { key: 'state', title: 'State', phone: 'note' },
  { key: 'subject', title: 'What', phone: 'title' },
  { key: 'kind', title: 'Kind' },
  { key: 'job', title: 'From job' },
  { key: 'amount', title: 'Bytes', align: 'right', phone: 'value' },
  { key: 'started', title: 'Started', phone: 'aside' },
  { key: 'took', title: 'Took', align: 'right' },
  { key: 'result', title: 'Outcome', phone: 'mark' },
  { key: 'actions', title: '', label: 'Copy' },
] as const satisfies Columns

const widths =
  '[--columns:108px_minmax(140px,1fr)_76px_minmax(160px,1.4fr)_136px_120px_64px_152px_24px] max-[1181px]:[--columns:108px_minmax(140px,1fr)_152px_120px_200px_24px]'
const narrow = 'max-[1181px]:[&_:is([data-column=kind],[data-column=job],[data-column=took])]:hidden'
const quiet =
  '[&_:is([data-column=kind],[data-column=job],[data-column=started],[data-column=result])]:text-muted [&_code]:text-xs'
const progress = '[&_[data-column=amount]>div]:mt-0.5 [&_[data-column=amount]>div]:h-1'

/** The look of the table as a whole. */
export const receiptsTable = { table: `${widths} ${narrow} ${quiet} ${progress}` }
