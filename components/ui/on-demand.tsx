'use client'

import { type ComponentType, useEffect, useState } from 'react'
import { noteMissingScript } from './standing.ts'

/**
 * A component whose script is loaded when it is first shown. Where it cannot be had the page stays as it is, the frame's
 * bar says why, and `onClose` lets it be tried again.
 */
export function onDemand<Props extends { onClose: () => void }>(
  load: () => Promise<{ default: ComponentType<Props> }>,
): ComponentType<Props> {
  let Loaded: ComponentType<Props> | undefined
  return function OnDemand(props: Props) {
    const [, setArrived] = useState(Loaded !== undefined)
    const { onClose } = props

    // biome-ignore lint/correctness/useExhaustiveDependencies: asked for once each time it is shown
    useEffect(() => {
      if (Loaded) return
      let shown = true
      load().then(
        (module) => {
          Loaded = module.default
          if (shown) setArrived(true)
        },
        () => {
          void noteMissingScript()
          if (shown) onClose()
        },
      )
      return () => {
        shown = false
      }
    }, [])

    return Loaded ? <Loaded {...props} /> : null
  }
}
