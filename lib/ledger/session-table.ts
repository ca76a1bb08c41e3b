export interface SessionRow {
  /** Milliseconds since 1970. */
  createdAt: number
  seenAt: number
}

export interface SessionTable {
  add(tokenHash: Buffer, now: number): Promise<void>
  find(tokenHash: Buffer): Promise<SessionRow | undefined>
  touch(tokenHash: Buffer, now: number): Promise<void>
  remove(tokenHash: Buffer): Promise<void>
  /** Forgets sessions that nobody can use any more. */
  removeEnded(bounds: { createdBefore: number; seenBefore: number }): Promise<void>
}
