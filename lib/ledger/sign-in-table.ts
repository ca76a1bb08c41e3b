/** Whoever guesses, and how often since when (milliseconds since 1970) that may fail. */
export interface Guesser {
  name: string
  since: number
  most: number
}

export interface SignInTable {
  /** Also forgets codes that expired before `now`. */
  addCode(codeHash: Buffer, expiresAt: number, now: number): Promise<void>
  /**
   * Uses the code up, unless its guesser failed too often: taken at most once a code. A wrong one counts as a failed guess.
   */
  takeCode(codeHash: Buffer, guesser: Guesser, now: number): Promise<'taken' | 'wrong' | 'too many guesses'>
  /** One that failed too often before is not counted again. Also forgets older guesses. */
  addFailedGuess(guesser: Guesser, now: number): Promise<void>
  failedGuesses(guesser: string, since: number): Promise<number>
}
