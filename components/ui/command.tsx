'use client'

import { CopyButton } from './copy-button.tsx'
import { usePlace } from './place.tsx'

/** A command line to copy, told where the service keeps its data; `does` says in the palette what for. */
export function Command({ line, does }: { line: string; does?: string }) {
  const whole = `${line}${usePlace()}`
  const parts = whole.split(/(?<=\s)(--?[a-z-]+)/)
  return (
    <div className="flex max-w-full items-start gap-2 rounded-md border border-border bg-surface py-1.5 pr-1.5 pl-3">
      <code className="wrap-anywhere min-w-0 flex-1 whitespace-pre-wrap py-0.5 leading-5">
        {parts.map((part, index) =>
          index % 2 === 1 ? (
            // A flag does not break behind its hyphen.
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a line never move
            <span className="whitespace-nowrap" key={index}>
              {part}
            </span>
          ) : (
            part
          ),
        )}
      </code>
      <CopyButton {...(does && { command: `Copy the command: ${does}` })} text={whole} what="command" />
    </div>
  )
}
