import type { Database } from 'better-sqlite3'
import type { Refusal } from '../../../index-store.ts'
import { Refused } from './refuse.ts'
import type { Command, SyncWrites } from './writes.ts'

/** A command's answer; plain, so that it crosses threads. */
export type Answer =
  | { kind: 'done'; outcome: { ok: true } | { ok: false; refusal: Refusal } }
  | { kind: 'failed'; message: string; code?: string }

/**
 * Runs the commands in order in one transaction, each in a savepoint of its own: a refused or broken one leaves no
 * trace and the others stand. When the transaction itself breaks (disk full, I/O error) all of them fail.
 */
export function createGroupRunner(db: Database, writes: SyncWrites): (commands: readonly Command[]) => Answer[] {
  const begin = db.prepare('BEGIN IMMEDIATE')
  const commit = db.prepare('COMMIT')
  const rollback = db.prepare('ROLLBACK')
  const savepoint = db.prepare('SAVEPOINT command')
  const release = db.prepare('RELEASE command')
  const undo = db.prepare('ROLLBACK TO command')

  function runOne({ name, input }: Command): Answer {
    savepoint.run()
    try {
      const outcome = (writes[name] as (input: unknown) => { ok: true })(input)
      release.run()
      return { kind: 'done', outcome }
    } catch (error) {
      if (!db.inTransaction) throw error // SQLite has rolled everything back
      undo.run()
      release.run()
      return error instanceof Refused ? { kind: 'done', outcome: { ok: false, refusal: error.refusal } } : failed(error)
    }
  }

  return (commands) => {
    try {
      begin.run()
      const answers = commands.map(runOne)
      commit.run()
      return answers
    } catch (error) {
      if (db.inTransaction) rollback.run()
      return commands.map(() => failed(error))
    }
  }
}

function failed(error: unknown): Answer {
  const { message, code } = error as Error & { code?: string }
  return { kind: 'failed', message, code }
}
