import type { ComponentProps } from 'react'
import { Check } from '../ui/check.tsx'

/** A checkbox of a list, with room around it to be hit. */
export function CheckTarget({ title, ...check }: ComponentProps<typeof Check>) {
  return (
    <label className="-ml-1 grid size-6 place-items-center max-sm:h-10" title={title}>
      <Check {...check} />
    </label>
  )
}
