/** Why stdout takes nothing more; undefined while it does. */
let stdoutError: NodeJS.ErrnoException | undefined

/**
 * Bears what happens to stdout and stderr: a reader that leaves, a full disk. Neither may end a work under way. Without
 * a listener, an error there becomes an uncaught exception, and telling of that another one.
 */
export function bearBrokenOutput(): void {
  process.stdout.on('error', (error) => {
    stdoutError ??= error
  })
  process.stderr.on('error', () => {})
}

/** Nobody reads stdout any more, or it cannot be written: a listing has no reason to go on. */
export function stdoutClosed(): boolean {
  return stdoutError !== undefined
}

/**
 * What is missing on stdout, as a sentence; undefined where nothing is, or where the reader has left because it had
 * enough (`thaw ls … | head`).
 */
export function stdoutFailure(): string | undefined {
  if (!stdoutError || stdoutError.code === 'EPIPE') return undefined
  return `The output is not whole, it cannot be written to: ${stdoutError.message}`
}
