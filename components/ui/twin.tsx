import { Command } from './command.tsx'
import styles from './twin.module.css'

/** What the page does, as a command line. */
export function Twin({ what, line }: { what: string; line: string }) {
  return (
    <div className={styles.twin}>
      <p className={styles.what}>{what}</p>
      <Command does={what} line={line} />
    </div>
  )
}
