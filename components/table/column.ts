import type { ReactNode } from 'react'

/**
 * Where a cell stands on a phone, whose rows have two lines; a cell without a place is not shown there.
 *
 * ```
 * lead │ title or wide        value │ end
 *      │ note   mark          aside │
 * ```
 */
export type PhonePlace = 'lead' | 'title' | 'wide' | 'value' | 'note' | 'mark' | 'aside' | 'end'

export interface Column<Key extends string = string> {
  key: Key
  /** Empty for a column of actions, which then needs a label for those who do not see it. */
  title: string
  label?: string
  align?: 'right'
  phone?: PhonePlace
  /** A control in the place of the title. */
  head?: ReactNode
}

export type Columns<Key extends string = string> = readonly Column<Key>[]
