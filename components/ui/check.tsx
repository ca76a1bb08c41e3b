'use client'

import { type ComponentProps, type RefObject, useRef } from 'react'
import { useEarlyEntry } from './use-early-entry.ts'

interface Props extends Omit<ComponentProps<'input'>, 'autoComplete' | 'checked' | 'onChange' | 'ref' | 'type'> {
  ref?: RefObject<HTMLInputElement | null>
  checked: boolean
  /** `shift`: whether that key was held. */
  check: (on: boolean, shift: boolean) => void
}

/** The one checkbox. It counts as soon as it can be seen, also before the page has come alive. */
export function Check({ ref, checked, check, ...rest }: Props) {
  const own = useRef<HTMLInputElement>(null)
  const box = ref ?? own
  useEarlyEntry(
    box,
    (input) => input.checked !== checked,
    (early) => check(early.checked, false),
  )
  return (
    <input
      {...rest}
      autoComplete="off" // what a browser restored would count as checked
      checked={checked}
      onChange={({ target, nativeEvent }) => check(target.checked, (nativeEvent as MouseEvent).shiftKey === true)}
      ref={box}
      type="checkbox"
    />
  )
}
