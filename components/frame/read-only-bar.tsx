import { Lock } from 'lucide-react'
import { visible } from '../format/text.ts'
import { Command } from '../ui/command.tsx'
import styles from './page-bar.module.css'

interface Props {
  reason: string
  remedy?: string
}

/** The service takes no writes: why, what still works, and the command that mends it. */
export function ReadOnlyBar({ reason, remedy }: Props) {
  const command = remedy === undefined ? undefined : commandIn(remedy)
  return (
    <section aria-label="The service takes no writes" className={styles.bar}>
      <Lock aria-hidden size={16} />
      <div className={styles.body}>
        <p>
          <strong>The storage service takes no writes.</strong> {sentence(reason)} No backup can be made, stopped or
          deleted. What can still be read can be looked at, verified and downloaded.
        </p>
        {remedy && <p className={styles.remedy}>{sentence(remedy.replaceAll('`', ''))}</p>}
        {command && <Command does="Mend the store" line={command} />}
      </div>
    </section>
  )
}

const sentence = (text: string) => `${visible(text.trim()).replace(/[.]$/, '')}.`

/** The command line a remedy names, as it is called from Thaw's own folder. */
export function commandIn(remedy: string): string | undefined {
  const named =
    /`((?:bin\/)?thaw [^`]+)`/.exec(remedy) ?? /\b((?:bin\/)?thaw [a-z]+(?: --?[a-z][\w-]*(?:=\S+)?)*)/.exec(remedy)
  return named?.[1]?.replace(/^thaw /, 'bin/thaw ')
}
