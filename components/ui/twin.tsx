import { Command } from './command.tsx'

/** What the page does, as a command line. */
export function Twin({ what, line }: { what: string; line: string }) {
  return (
    <div className="max-w-180">
      <p className="mb-1 text-muted text-sm">{what}</p>
      <Command does={what} line={line} />
    </div>
  )
}
