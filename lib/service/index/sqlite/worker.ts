/** The index's single writer: a thread of its own, because SQLite's commits wait for the disk. */
import { parentPort, workerData } from 'node:worker_threads'
import { connect } from './connection.ts'
import { migrate } from './migrations.ts'
import { createGroupRunner } from './write/group.ts'
import { type Command, createWrites } from './write/writes.ts'

const port = parentPort!
const db = connect((workerData as { file: string }).file, 'writer')
try {
  migrate(db)
} catch (error) {
  db.close()
  throw error
}
const runGroup = createGroupRunner(db, createWrites(db))

port.on('message', (message: { commands: Command[] } | { close: true }) => {
  if ('commands' in message) {
    port.postMessage(runGroup(message.commands))
    return
  }
  try {
    db.pragma('wal_checkpoint(TRUNCATE)')
    db.close()
  } catch {
    // A damaged database or disk: what was committed stays in the log, and the next opening finds it there.
  }
  port.close()
})
port.postMessage('ready')
