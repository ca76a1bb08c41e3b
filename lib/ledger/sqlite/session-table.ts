import type { Database } from 'better-sqlite3'
import type { SessionRow, SessionTable } from '../session-table.ts'
import type { Synchronous } from './synchronous.ts'

export function createSessionTable(database: Database): Synchronous<SessionTable> {
  const add = database.prepare<[Buffer, number, number]>('INSERT INTO session VALUES (?, ?, ?)')
  const find = database.prepare<[Buffer], SessionRow>(
    'SELECT created_at AS createdAt, seen_at AS seenAt FROM session WHERE token_hash = ?',
  )
  const touch = database.prepare<[number, Buffer]>('UPDATE session SET seen_at = ? WHERE token_hash = ?')
  const remove = database.prepare<[Buffer]>('DELETE FROM session WHERE token_hash = ?')
  const removeEnded = database.prepare<[number, number]>('DELETE FROM session WHERE created_at < ? OR seen_at < ?')
  return {
    add: (tokenHash, now) => void add.run(tokenHash, now, now),
    find: (tokenHash) => find.get(tokenHash),
    touch: (tokenHash, now) => void touch.run(now, tokenHash),
    remove: (tokenHash) => void remove.run(tokenHash),
    removeEnded: ({ createdBefore, seenBefore }) => void removeEnded.run(createdBefore, seenBefore),
  }
}
