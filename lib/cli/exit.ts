/** What the exit code says; printed in `thaw --help`. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  incomplete: 3,
  interrupted: 130,
} as const

export const exitCodeHelp = `
Exit codes:
  0    done
  1    failed, or damage was found
  2    the command line is wrong
  3    done, but somebody should look: items were skipped (each is named on stderr), or a backup carries a warning
  130  interrupted`

/** Ends a command with this exit code; the message goes to stderr. */
export class ExitError extends Error {
  override readonly name = 'ExitError'
  readonly exitCode: number
  constructor(exitCode: number, message: string) {
    super(message)
    this.exitCode = exitCode
  }
}
