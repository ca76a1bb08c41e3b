'use client'

import { type ComponentProps, type MouseEvent, type RefObject, useRef } from 'react'
import { pressHeard, useEarlyPress } from './early-press.ts'

interface Props extends Omit<ComponentProps<'button'>, 'disabled' | 'ref'> {
  ref?: RefObject<HTMLButtonElement | null>
}

/** A button without a look of its own. A press counts as soon as it can be seen, also before the page has come alive. */
export function Press({ onClick, ref, type = 'button', ...rest }: Props) {
  const own = useRef<HTMLButtonElement>(null)
  const button = ref ?? own
  useEarlyPress(button)

  function press(event: MouseEvent<HTMLButtonElement>) {
    pressHeard(event.currentTarget)
    onClick?.(event)
  }
  return <button {...rest} onClick={press} ref={button} type={type} />
}
