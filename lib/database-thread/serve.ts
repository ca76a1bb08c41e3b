import { parentPort } from 'node:worker_threads'
import type { Answer } from './thread.ts'

/**
 * Answers, within a thread that `startThread` started, group after group until it is closed.
 *
 * @param close lets the database go; what it throws is not told.
 */
export function serveThread<Command>(run: (commands: readonly Command[]) => Answer[], close: () => void): void {
  const port = parentPort!
  port.on('message', (message: { commands: Command[] } | { close: true }) => {
    if ('commands' in message) {
      port.postMessage(run(message.commands))
      return
    }
    try {
      close()
    } catch {
      // A damaged database or disk: what was committed stays in the log, and the next opening finds it there.
    }
    port.close()
  })
  port.postMessage('ready')
}
