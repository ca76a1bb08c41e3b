import { formatBytes, formatDuration } from './text.ts'

/** What is known of a long work: how much of it is done, and how much there is once that is known. */
export interface Progress {
  bytes: number
  items: number
  totalBytes?: number | undefined
  totalItems?: number | undefined
}

/** A line about the work under way. */
export function progressLine(progress: Progress, elapsedSeconds: number): string {
  const { bytes, items, totalBytes, totalItems } = progress
  const of = (part: string, whole: string | undefined) => (whole === undefined ? part : `${part} of ${whole}`)
  const rate = elapsedSeconds > 0 ? bytes / elapsedSeconds : 0
  const left = secondsLeft(progress, elapsedSeconds)
  return [
    of(items.toLocaleString('en'), totalItems?.toLocaleString('en')),
    of(formatBytes(bytes), totalBytes === undefined ? undefined : formatBytes(totalBytes)),
    `${formatBytes(rate)}/s`,
    ...(left === undefined ? [] : [`${formatDuration(left)} left`]),
  ].join(', ')
}

/** An item costs time beside its bytes: about as much as these. */
const itemBytes = 64 * 1024

function secondsLeft({ bytes, items, totalBytes, totalItems }: Progress, elapsed: number): number | undefined {
  if (totalBytes === undefined || totalItems === undefined) return undefined
  const done = (bytes + items * itemBytes) / (totalBytes + totalItems * itemBytes)
  return done > 0.01 ? Math.max((elapsed * (1 - done)) / done, 0) : undefined
}

/**
 * Shows a work's progress on stderr: one line that is rewritten on a terminal, a line every few seconds otherwise.
 * Dispose it before printing anything else there.
 */
export class ProgressReport implements Disposable {
  readonly progress: Progress = { bytes: 0, items: 0 }
  readonly #output: NodeJS.WriteStream
  readonly #started = performance.now()
  readonly #verb: string
  #timer: NodeJS.Timeout
  #shown = false

  constructor(verb: string, output: NodeJS.WriteStream = process.stderr) {
    this.#verb = verb
    this.#output = output
    this.#timer = setInterval(() => this.#show(), output.isTTY ? 200 : 5000)
    this.#timer.unref()
  }

  get elapsedSeconds(): number {
    return (performance.now() - this.#started) / 1000
  }

  /** Prints a line without the rewritten one getting in its way. */
  say(line: string): void {
    this.#clear()
    this.#output.write(`${line}\n`)
  }

  #show(): void {
    const line = `${this.#verb} ${progressLine(this.progress, this.elapsedSeconds)}`
    this.#output.write(this.#output.isTTY ? `\r\x1b[K${line.slice(0, this.#output.columns - 1)}` : `${line}\n`)
    this.#shown = true
  }

  #clear(): void {
    if (this.#shown && this.#output.isTTY) this.#output.write('\r\x1b[K')
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
    this.#clear()
  }
}
