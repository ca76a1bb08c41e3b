/** A download or a plan that cannot be had as it was asked for; the message is for the person who asked. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
  readonly status: number
  readonly code: string
  readonly retryable: boolean
  /** After how many seconds it may be asked again. */
  readonly retryAfter: number | undefined
  constructor(status: number, code: string, message: string, retryAfter?: number) {
    super(message)
    this.status = status
    this.code = code
    this.retryAfter = retryAfter
    this.retryable = retryAfter !== undefined
  }
}
