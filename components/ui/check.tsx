'use client'

import { type ComponentProps, type RefObject, useRef } from 'react'
import { takeEarly, useEarly } from './early.ts'

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
  const take = (input: HTMLInputElement, shift: boolean) => check(takeEarly(input, input.checked), shift)
  useEarly(box, (early) => take(early, false))
  return (
    <input
      {...rest}
      autoComplete="off" // what a browser restored after a reload would be shown, and not hold
      checked={checked}
      onChange={({ currentTarget, nativeEvent }) => take(currentTarget, (nativeEvent as MouseEvent).shiftKey === true)}
      ref={box}
      type="checkbox"
    />
  )
}
