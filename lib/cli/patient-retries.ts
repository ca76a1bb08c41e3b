import { setTimeout } from 'node:timers/promises'
import { StandardRetryStrategy } from '@smithy/core/retry'
import type { RetryErrorInfo, StandardRetryToken } from '@smithy/types'

/**
 * Tries again as the SDK does, but for as long as the service says that it has too much to do at the moment: it is
 * there, and every write gets its turn. That uses up no attempt.
 */
export class PatientRetryStrategy extends StandardRetryStrategy {
  readonly #pause: number

  /** @param pause milliseconds: by chance up to twice as long, so that those who wait do not come back together. */
  constructor(maxAttempts: number, pause = 500) {
    super(maxAttempts)
    this.#pause = pause
  }

  override async refreshRetryTokenForRetry(
    token: StandardRetryToken,
    info: RetryErrorInfo,
  ): Promise<StandardRetryToken> {
    if (info.errorType !== 'THROTTLING') return super.refreshRetryTokenForRetry(token, info)
    const asked = (info.retryAfterHint?.getTime() ?? 0) - Date.now()
    await setTimeout(Math.max(asked, this.#pause) + Math.random() * this.#pause)
    return token
  }
}
