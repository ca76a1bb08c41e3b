import type { Ledger } from '../ledger/ledger.ts'
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
 * @param address whom failed guesses are counted against, ten a minute.
 */
export function redeemSignInCode(ledger: Ledger, code: string, address: string, now: number): SignInResult {
  if (!mayGuess(ledger, address, now)) return { ok: false, reason: 'guesses' }
  if (ledger.signIn.takeCode(hashSecret(code), now)) return { ok: true, cookieValue: openSession(ledger, now) }
  recordFailedGuess(ledger, address, now)
  return { ok: false, reason: 'code' }
}

/** Whether an address may try another code or token. */
export function mayGuess(ledger: Ledger, address: string, now: number): boolean {
  return ledger.signIn.failedGuesses(address, now - guessWindow) < guessesPerWindow
}

/** Counts a wrong code or token against an address. */
export function recordFailedGuess(ledger: Ledger, address: string, now: number): void {
  ledger.signIn.addFailedGuess(address, now, now - guessWindow)
}
