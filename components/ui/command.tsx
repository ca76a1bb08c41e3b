'use client'

import styles from './command.module.css'
import { CopyButton } from './copy-button.tsx'
import { usePlace } from './place.tsx'

/** A command line to copy, told where the service keeps its data; `does` says in the palette what for. */
export function Command({ line, does }: { line: string; does?: string }) {
  const whole = `${line}${usePlace()}`
  const parts = whole.split(/(?<=\s)(--?[a-z-]+)/)
  return (
    <div className={styles.command}>
      <code className={styles.line}>
        {parts.map((part, index) =>
          index % 2 === 1 ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a line never move
            <span className={styles.flag} key={index}>
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
