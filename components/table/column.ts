import type { ReactNode } from 'react'

export interface Column {
  key: string
  /** Empty for a column of actions, which then needs a label for those who do not see it. */
  title: string
  label?: string
  align?: 'right'
  /** A control in the place of the title. */
  head?: ReactNode
}
