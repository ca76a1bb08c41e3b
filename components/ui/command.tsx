'use client'

import styles from './command.module.css'
import { CopyButton } from './copy-button.tsx'
import { usePlace } from './place.tsx'

/** A command line to copy, told where the service keeps its data; `does` says in the palette what for. */
export function Command({ line, does }: { line: string; does?: string }) {
  const whole = `${line}${usePlace()}`
  return (
    <div className={styles.command}>
      <code className={styles.line}>{whole}</code>
      <CopyButton {...(does && { command: `Copy the command: ${does}` })} text={whole} what="command" />
    </div>
  )
}
