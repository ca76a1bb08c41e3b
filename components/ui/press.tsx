'use client'

import { type ComponentProps, type MouseEvent, type RefObject, useRef } from 'react'
import { takeEarly, useEarly } from './early.ts'

interface Props extends Omit<ComponentProps<'button'>, 'disabled' | 'ref'> {
  ref?: RefObject<HTMLButtonElement | null>
}

/** A button without a look of its own. A press counts as soon as it can be seen, also before the page has come alive. */
export function Press({ onClick, ref, type = 'button', ...rest }: Props) {
  const own = useRef<HTMLButtonElement>(null)
  const button = ref ?? own
  useEarly(button, (early) => early.click())

  function press(event: MouseEvent<HTMLButtonElement>) {
    takeEarly(event.currentTarget, true)
    onClick?.(event)
  }
  return <button {...rest} onClick={press} ref={button} type={type} />
}
