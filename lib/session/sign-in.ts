import type { Config } from '#lib/config/config.ts'
import type { Ledger } from '#lib/ledger/ledger.ts'
import { bearerAllowed } from './bearer.ts'
import { hashSecret, randomSecret } from './secret.ts'
import { openSession } from './session.ts'

const minute = 60_000
const codeLifetime = 10 * minute
const guessWindow = minute
const guessesPerWindow = 10

/** A code that can be swapped for a session once, within ten minutes. */
export function issueSignInCode(ledger: Ledger, now: number): string {
  const code = randomSecret()
  ledger.signIn.addCode(hashSecret(code), now + codeLifetime, now)
  return code
}

/** The link that carries a fresh code. */
export function signInLink(dashboardUrl: string, code: string): string {
  return `${dashboardUrl}/sign-in?code=${code}`
}

export type SignInResult = { ok: true; cookieValue: string } | { ok: false; reason: 'code' | 'guesses' }

/**
 * Swaps a code for a new session.
 *
 * @param address of the client; failed guesses are counted against it, ten a minute.
 */
export function redeemSignInCode(ledger: Ledger, code: string, address: string, now: number): SignInResult {
  const guesser = `sign-in ${address}`
  if (!mayGuess(ledger, guesser, now)) return { ok: false, reason: 'guesses' }
  if (ledger.signIn.takeCode(hashSecret(code), now)) return { ok: true, cookieValue: openSession(ledger, now) }
  recordFailedGuess(ledger, guesser, now)
  return { ok: false, reason: 'code' }
}

/**
 * Reads the Authorization header of a request that only reads. Wrong tokens are counted against the client's address
 * like wrong codes, but apart from them: a script with an old token keeps nobody from signing in.
 */
export function tokenAccepted(
  config: Config,
  ledger: Ledger,
  authorization: string | null,
  address: string,
  now: number,
): boolean {
  const guesser = `token ${address}`
  if (!authorization || !mayGuess(ledger, guesser, now)) return false
  if (bearerAllowed(config, authorization)) return true
  recordFailedGuess(ledger, guesser, now)
  return false
}

function mayGuess(ledger: Ledger, guesser: string, now: number): boolean {
  return ledger.signIn.failedGuesses(guesser, now - guessWindow) < guessesPerWindow
}

function recordFailedGuess(ledger: Ledger, guesser: string, now: number): void {
  ledger.signIn.addFailedGuess(guesser, now, now - guessWindow)
}
