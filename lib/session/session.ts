import type { Ledger } from '#lib/ledger/ledger.ts'
import { hashSecret, randomSecret } from './secret.ts'

const minute = 60_000
const hour = 60 * minute

/** A session ends after 12 hours without use, and after 7 days in any case. */
const idleLimit = 12 * hour
export const absoluteLimit = 7 * 24 * hour
/** How exactly "last used" is kept: a write to disk per request would be too much. */
const touchEvery = 5 * minute

export interface Session {
  /** Milliseconds since 1970. */
  createdAt: number
}

/** Starts a session. @returns the cookie's value, which is kept nowhere else. */
export async function openSession(ledger: Ledger, now: number): Promise<string> {
  await ledger.sessions.removeEnded({ createdBefore: now - absoluteLimit, seenBefore: now - idleLimit })
  const token = randomSecret()
  await ledger.sessions.add(hashSecret(token), now)
  return token
}

/** The session a cookie stands for, if it is one and still lives; using it keeps it alive. */
export async function sessionFromCookie(
  ledger: Ledger,
  cookieValue: string | undefined,
  now: number,
): Promise<Session | undefined> {
  if (!cookieValue) return undefined
  const hash = hashSecret(cookieValue)
  const row = await ledger.sessions.find(hash)
  // A clock that went back (negative ages) ends the session: it fails closed.
  if (!row || !within(now - row.createdAt, absoluteLimit) || !within(now - row.seenAt, idleLimit)) return undefined
  if (now - row.seenAt >= touchEvery) await ledger.sessions.touch(hash, now)
  return { createdAt: row.createdAt }
}

/** Ends the session on the server; the cookie is worth nothing from then on. */
export async function closeSession(ledger: Ledger, cookieValue: string | undefined): Promise<void> {
  if (cookieValue) await ledger.sessions.remove(hashSecret(cookieValue))
}

function within(age: number, limit: number): boolean {
  return age >= -minute && age < limit
}
