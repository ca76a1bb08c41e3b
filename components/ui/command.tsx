import styles from './command.module.css'
import { CopyButton } from './copy-button.tsx'

/** A command line to copy; `does` says in the palette what for. */
export function Command({ line, does }: { line: string; does?: string }) {
  return (
    <div className={styles.command}>
      <code className={styles.line}>{line}</code>
      <CopyButton {...(does && { command: `Copy the command: ${does}` })} text={line} what="command" />
    </div>
  )
}
