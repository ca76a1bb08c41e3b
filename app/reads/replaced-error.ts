/** The name stands for another version now than the one that was asked for. */
export class ReplacedError extends Error {
  override readonly name = 'ReplacedError'
  readonly retryable = false
  readonly object: string
  constructor(object: string) {
    super(`${JSON.stringify(object)} was replaced`)
    this.object = object
  }
}
