/** What went wrong, in a person's words with the next step, and whether trying again by itself can help. */
export interface Failure {
  /** The exception's name on the wire, or one of our own. */
  code: string
  message: string
  requestId?: string | undefined
  retryable: boolean
  /** A page that helps on. */
  see?: { href: string; label: string }
}

/** What a read returns instead of throwing: thrown errors cross from server to browser redacted to a digest. */
export type Result<T> = ({ ok: true } & T) | { ok: false; error: Failure }

export function failed(code: string, message: string, retryable = false): { ok: false; error: Failure } {
  return { ok: false, error: { code, message, retryable } }
}
