import type { ComponentProps, ReactNode } from 'react'

const good = 'w-94 max-[1401px]:w-75 max-[1401px]:[&_[data-when]]:hidden'
const goodPhone =
  'max-sm:w-auto max-sm:text-md max-sm:text-muted max-sm:[grid-area:good] max-sm:data-none:before:content-["Good:_"]'

/** Widths on a desk, then the place on a phone, whose rows have several lines. */
const columns = {
  verdict: 'w-35 max-md:w-33 max-sm:w-auto max-sm:text-md max-sm:[grid-area:verdict]',
  resource: 'max-sm:[grid-area:resource]',
  vault: 'w-35 max-lg:hidden',
  good: `${good} ${goodPhone}`,
  since: 'w-54 max-md:w-38 max-sm:w-auto max-sm:text-md max-sm:has-data-nothing:hidden max-sm:[grid-area:since]',
  objects: 'w-24 text-right tabular-nums max-lg:hidden',
  size: 'w-22 text-right tabular-nums max-md:hidden max-sm:block max-sm:w-auto max-sm:[grid-area:size]',
}

export type ResourceColumn = keyof typeof columns

/** The columns of a row, in the order they stand in. */
export const resourceColumns = Object.keys(columns) as ResourceColumn[]

const phoneAreas =
  'max-sm:grid-cols-[1fr_auto] max-sm:[grid-template-areas:"resource_size"_"verdict_verdict"_"good_good"_"since_since"]'
const phoneShape =
  'max-sm:grid max-sm:min-h-15 max-sm:content-center max-sm:gap-x-3 max-sm:gap-y-0.5 max-sm:border-border max-sm:border-b max-sm:py-2'

/** What a row is on a phone. */
export const phoneRow = `${phoneShape} ${phoneAreas}`

const shape = 'truncate border-border border-b pr-4 last:pr-0'

export function ResourceHead({ column, children }: { column: ResourceColumn; children: ReactNode }) {
  return (
    <th className={`${shape} h-[33px] font-medium text-muted text-sm ${columns[column]}`} scope="col">
      {children}
    </th>
  )
}

/** A cell; `data-none` where there is trouble: a phone, which shows no head, then says which backup it tells of. */
export function ResourceCell({
  column,
  ...rest
}: { column: ResourceColumn } & Omit<ComponentProps<'td'>, 'className'>) {
  const phone = 'max-sm:h-auto max-sm:border-0 max-sm:p-0'
  return <td {...rest} className={`${shape} h-(--row) ${phone} ${columns[column]}`} data-column={column} />
}
