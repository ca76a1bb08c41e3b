/** The index's single writer: a thread of its own, because SQLite's commits wait for the disk. */
import { workerData } from 'node:worker_threads'
import { serveThread } from '#lib/database-thread/serve.ts'
import { connect } from './connection.ts'
import { migrate } from './migrations.ts'
import { createWriteGroups } from './write/group.ts'
import { createWrites } from './write/writes.ts'

const db = connect((workerData as { file: string }).file, 'writer')
try {
  migrate(db)
} catch (error) {
  db.close()
  throw error
}
serveThread(createWriteGroups(db, createWrites(db)), () => {
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
})
