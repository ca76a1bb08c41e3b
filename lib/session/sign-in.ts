import type { Config } from '#lib/config/config.ts'
import type { Ledger } from '#lib/ledger/ledger.ts'
import type { Guesser } from '#lib/ledger/sign-in-table.ts'
import { bearerAllowed } from './bearer.ts'
import { hashSecret, randomSecret } from './secret.ts'
import { openSession } from './session.ts'

const minute = 60_000
const codeLifetime = 10 * minute
const guessWindow = minute
const guessesPerWindow = 10

/** A code that can be swapped for a session once, within ten minutes. */
export async function issueSignInCode(ledger: Ledger, now: number): Promise<string> {
  const code = randomSecret()
  await ledger.signIn.addCode(hashSecret(code), now + codeLifetime, now)
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
export async function redeemSignInCode(
  ledger: Ledger,
  code: string,
  address: string,
  now: number,
): Promise<SignInResult> {
  const taken = await ledger.signIn.takeCode(hashSecret(code), guesser(`sign-in ${address}`, now), now)
  if (taken === 'too many guesses') return { ok: false, reason: 'guesses' }
  if (taken === 'wrong') return { ok: false, reason: 'code' }
  return { ok: true, cookieValue: await openSession(ledger, now) }
}

/**
 * Reads the Authorization header of a request that only reads. Wrong tokens are counted against the client's address
 * like wrong codes, but apart from them: a script with an old token keeps nobody from signing in.
 */
export async function tokenAccepted(
  config: Config,
  ledger: Ledger,
  authorization: string | null,
  address: string,
  now: number,
): Promise<boolean> {
  if (!authorization) return false
  const who = guesser(`token ${address}`, now)
  if (bearerAllowed(config, authorization)) return (await ledger.signIn.failedGuesses(who.name, who.since)) < who.most
  await ledger.signIn.addFailedGuess(who, now)
  return false
}

function guesser(name: string, now: number): Guesser {
  return { name, since: now - guessWindow, most: guessesPerWindow }
}
