import type { Database } from 'better-sqlite3'

export interface SignInTable {
  /** Also forgets codes that expired before `now`. */
  addCode(codeHash: Buffer, expiresAt: number, now: number): void
  /** Uses the code up. @returns whether it was there and still valid; true at most once a code. */
  takeCode(codeHash: Buffer, now: number): boolean
  /** Also forgets guesses older than `since`. */
  addFailedGuess(guesser: string, now: number, since: number): void
  failedGuesses(guesser: string, since: number): number
}

export function createSignInTable(database: Database): SignInTable {
  const removeExpired = database.prepare<[number]>('DELETE FROM sign_in_code WHERE expires_at <= ?')
  const addCode = database.prepare<[Buffer, number]>('INSERT INTO sign_in_code VALUES (?, ?)')
  const takeCode = database.prepare<[Buffer], { expires_at: number }>(
    'DELETE FROM sign_in_code WHERE code_hash = ? RETURNING expires_at',
  )
  const removeOldGuesses = database.prepare<[number]>('DELETE FROM failed_guess WHERE at < ?')
  const addGuess = database.prepare<[string, number]>('INSERT INTO failed_guess VALUES (?, ?)')
  const countGuesses = database
    .prepare<[string, number], number>('SELECT count(*) FROM failed_guess WHERE guesser = ? AND at >= ?')
    .pluck()
  return {
    addCode: database.transaction((codeHash: Buffer, expiresAt: number, now: number) => {
      removeExpired.run(now)
      addCode.run(codeHash, expiresAt)
    }).immediate,
    takeCode: (codeHash, now) => (takeCode.get(codeHash)?.expires_at ?? 0) > now,
    addFailedGuess: database.transaction((guesser: string, now: number, since: number) => {
      removeOldGuesses.run(since)
      addGuess.run(guesser, now)
    }).immediate,
    failedGuesses: (guesser, since) => countGuesses.get(guesser, since) ?? 0,
  }
}
