import styles from './command.module.css'
import { CopyButton } from './copy-button.tsx'

/** A command line to copy. */
export function Command({ line, label = 'command' }: { line: string; label?: string }) {
  return (
    <div className={styles.command}>
      <code className={styles.line}>{line}</code>
      <CopyButton text={line} what={label} />
    </div>
  )
}
