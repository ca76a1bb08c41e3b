import type { Database } from 'better-sqlite3'
import type { Answer } from './thread.ts'

/**
 * Runs commands in order in one transaction, each in a savepoint of its own: a refused or broken one leaves no trace and
 * the others stand. When the transaction itself breaks (disk full, I/O error, a lock that is not let go) all of them fail.
 *
 * @param answerTo what a command that threw is answered with.
 */
export function createGroupRunner<Command>(
  db: Database,
  run: (command: Command) => unknown,
  answerTo: (error: unknown) => Answer,
): (commands: readonly Command[]) => Answer[] {
  const begin = db.prepare('BEGIN IMMEDIATE')
  const commit = db.prepare('COMMIT')
  const rollback = db.prepare('ROLLBACK')
  const savepoint = db.prepare('SAVEPOINT command')
  const release = db.prepare('RELEASE command')
  const undo = db.prepare('ROLLBACK TO command')

  function runOne(command: Command): Answer {
    savepoint.run()
    try {
      const outcome = run(command)
      release.run()
      return { kind: 'done', outcome }
    } catch (error) {
      if (!db.inTransaction) throw error // SQLite has rolled everything back
      undo.run()
      release.run()
      return answerTo(error)
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
      return commands.map(() => answerTo(error))
    }
  }
}
