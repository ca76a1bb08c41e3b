'use client'

import { type RefObject, useEffect } from 'react'

/** Takes over what a person entered into a field of the server's before the page came alive, if it `differs`. */
export function useEarlyEntry<Field extends HTMLInputElement | HTMLSelectElement>(
  field: RefObject<Field | null>,
  differs: (field: Field) => boolean,
  entered: (field: Field) => void,
) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was there before the first effect is early
  useEffect(() => {
    if (field.current && differs(field.current)) entered(field.current)
  }, [])
}
