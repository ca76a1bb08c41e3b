import type { Writable } from 'node:stream'
import { type Logger, pino } from 'pino'

/** What may wait for a reader that is slow. Bytes. */
const maxWaiting = 2 ** 20

/**
 * A log that never stands in anybody's way: a line that cannot be written (the disk is full, the reader has left or does
 * not read) is dropped, and the next one that can be says how many were.
 *
 * @param output whoever gives it has to bear its error events: see `output.ts`.
 */
export function createLog(level: 'info' | 'warn', output: Writable = process.stderr): Logger {
  let lost = 0
  return pino(
    { level },
    {
      write(line: string) {
        if (output.writableLength > maxWaiting) {
          lost++
          return
        }
        const missing = lost
        lost = 0
        output.write(missing > 0 ? lostLines(missing) + line : line, (error) => {
          if (error) lost += missing + 1
        })
      },
    },
  )
}

/** On a line of its own: what filled the disk may have been half a line. */
function lostLines(count: number): string {
  const facts = { level: pino.levels.values.warn, time: Date.now(), lost: count }
  return `\n${JSON.stringify({ ...facts, msg: 'Lines of this log are missing: it could not be written' })}\n`
}
