import { Lock } from 'lucide-react'
import { visible } from '../format/text.ts'
import { Command } from '../ui/command.tsx'
import { PageBar } from './page-bar.tsx'

interface Props {
  reason: string
  remedy?: string
}

/** The service takes no writes: why, what still works, and the command that mends it. */
export function ReadOnlyBar({ reason, remedy }: Props) {
  const command = remedy === undefined ? undefined : commandIn(remedy)
  return (
    <PageBar Icon={Lock} label="The service takes no writes">
      <p>
        <strong>The storage service takes no writes.</strong> {sentence(reason)} No backup can be made, stopped or
        deleted. What can still be read can be looked at, verified and downloaded.
      </p>
      {remedy && <p className="text-muted">{sentence(remedy.replaceAll('`', ''))}</p>}
      {command && <Command does="Mend the store" line={command} />}
    </PageBar>
  )
}

const sentence = (text: string) => `${visible(text.trim()).replace(/[.]$/, '')}.`

/** The command line a remedy names, as it is called from Thaw's own folder. */
export function commandIn(remedy: string): string | undefined {
  const named =
    /`((?:bin\/)?thaw [^`]+)`/.exec(remedy) ?? /\b((?:bin\/)?thaw [a-z]+(?: --?[a-z][\w-]*(?:=\S+)?)*)/.exec(remedy)
  return named?.[1]?.replace(/^thaw /, 'bin/thaw ')
}
