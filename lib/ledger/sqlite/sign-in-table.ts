import type { Database } from 'better-sqlite3'
import type { Guesser, SignInTable } from '../sign-in-table.ts'
import type { Synchronous } from './synchronous.ts'

export function createSignInTable(database: Database): Synchronous<SignInTable> {
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
  function addFailedGuess({ name, since, most }: Guesser, now: number): void {
    removeOldGuesses.run(since)
    if ((countGuesses.get(name, since) ?? 0) < most) addGuess.run(name, now)
  }
  return {
    addCode(codeHash, expiresAt, now) {
      removeExpired.run(now)
      addCode.run(codeHash, expiresAt)
    },
    takeCode(codeHash, guesser, now) {
      if ((countGuesses.get(guesser.name, guesser.since) ?? 0) >= guesser.most) return 'too many guesses'
      if ((takeCode.get(codeHash)?.expires_at ?? 0) > now) return 'taken'
      addFailedGuess(guesser, now)
      return 'wrong'
    },
    addFailedGuess,
    failedGuesses: (guesser, since) => countGuesses.get(guesser, since) ?? 0,
  }
}
