'use client'

import { type ComponentType, lazy, useEffect, useState } from 'react'
import { pauseBefore } from './backoff.ts'
import { noteMissingScript } from './standing.ts'

/**
 * A component whose script is loaded when it is first shown in a browser; `Waiting` holds its place meanwhile. Where the
 * script cannot be had the page stays as it is, the frame's bar says why, and `onClose` lets it be tried again.
 */
export function onDemand<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
  Waiting?: ComponentType,
): ComponentType<Props> {
  let Loaded: ComponentType<Props> | undefined
  return function OnDemand(props: Props & { onClose?: () => void }) {
    // What the server rendered is what the browser begins with, also where the script is already there.
    const [arrived, setArrived] = useState(false)
    const { onClose } = props

    // biome-ignore lint/correctness/useExhaustiveDependencies: asked for once each time it is shown
    useEffect(() => {
      if (Loaded) return setArrived(true)
      let shown = true
      load().then(
        (module) => {
          Loaded = module.default
          if (shown) setArrived(true)
        },
        () => {
          void noteMissingScript()
          if (shown) onClose?.()
        },
      )
      return () => {
        shown = false
      }
    }, [])

    if (arrived && Loaded) return <Loaded {...props} />
    return Waiting ? <Waiting /> : null
  }
}

/**
 * A component whose script comes with the first page that shows it, where the server renders it already. What cannot be
 * had is tried again until it can; meanwhile its place stays what it was, and the frame's bar says why.
 */
export function whereShown<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  return lazy(async () => {
    for (let retry = 0; ; retry++)
      try {
        return { default: await load() }
      } catch {
        if (retry > 0) await noteMissingScript()
        await new Promise((resolve) => setTimeout(resolve, pauseBefore(retry)))
      }
  })
}
