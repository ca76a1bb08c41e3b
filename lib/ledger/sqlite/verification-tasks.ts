import type { Database } from 'better-sqlite3'
import type { SharedContent } from '../shared-content.ts'
import type { VerificationTable } from '../verification.ts'
import type { Verification, VerificationState, VerificationTasks } from '../verification-tasks.ts'
import type { Finding } from '../walked.ts'
import type { Owners } from './owners.ts'
import type { Synchronous } from './synchronous.ts'

const columns = `id, endpoint, job_id AS jobId, prefix, name, since, state, position, objects, bytes, chunks,
  skipped_objects AS skippedObjects, damaged_objects AS damagedObjects, damaged_bytes AS damagedBytes,
  ahead_objects AS aheadObjects, ahead_bytes AS aheadBytes, oldest_at AS oldestAt, rate,
  total_objects AS totalObjects, total_bytes AS totalBytes, note, created_at AS createdAt, started_at AS startedAt,
  updated_at AS updatedAt, finished_at AS finishedAt`

// A finding holds as long as the damage is known: reads that find the chunk whole again take that away.
const open = `EXISTS (SELECT 1 FROM damaged_chunk d WHERE d.endpoint = v.endpoint AND d.job_id = v.job_id
  AND d.object = finding.object AND d.chunk_index = finding.chunk_index AND d.object_checksum = finding.object_checksum)`

/** What it writes to beside its own tables. */
interface Parts {
  owners: Owners
  verification: Pick<Synchronous<VerificationTable>, 'record' | 'setCoverage'>
  sharedContent: Pick<Synchronous<SharedContent>, 'close'>
}

export function createVerificationTasks(
  database: Database,
  { owners, verification, sharedContent }: Parts,
): Synchronous<VerificationTasks> {
  const create = database.prepare<[object]>(
    `INSERT INTO verification (id, endpoint, job_id, prefix, name, since, state, created_at, updated_at)
     VALUES (@id, @endpoint, @jobId, @prefix, @name, @since, 'waiting', @createdAt, @createdAt)`,
  )
  const find = database.prepare<[string], Verification>(`SELECT ${columns} FROM verification WHERE id = ?`)
  const same = database.prepare<[object], Verification>(
    `SELECT ${columns} FROM verification WHERE state IN ('waiting', 'running') AND endpoint = @endpoint
       AND job_id = @jobId AND prefix = @prefix AND name IS @name ORDER BY seq LIMIT 1`,
  )
  const next = database
    .prepare<[{ endpoint: string; me: string }], string>(
      `SELECT id FROM verification AS v WHERE endpoint = @endpoint
         AND (state = 'waiting' OR (state = 'running' AND (owner = @me OR NOT ${owners.thereFor('v.owner')})))
       ORDER BY state = 'waiting', seq LIMIT 1`,
    )
    .pluck()
  const own = database.prepare<[string, string]>('UPDATE verification SET owner = ? WHERE id = ?')
  const stateOfOwn = database
    .prepare<[string, string], VerificationState>('SELECT state FROM verification WHERE id = ? AND owner = ?')
    .pluck()
  const list = database.prepare<[{ endpoint: string; jobId: string | null; limit: number }], Verification>(
    `SELECT ${columns} FROM verification WHERE endpoint = @endpoint AND (@jobId IS NULL OR job_id = @jobId)
     ORDER BY CASE state WHEN 'running' THEN 0 WHEN 'waiting' THEN 1 ELSE 2 END, seq DESC LIMIT @limit`,
  )
  const move = database.prepare<[object]>(
    `UPDATE verification SET state = @state, note = @note, updated_at = @now,
       started_at = CASE @state WHEN 'running' THEN coalesce(started_at, @now) ELSE started_at END,
       finished_at = CASE WHEN @state IN ('done', 'cancelled', 'failed') THEN @now END,
       rate = CASE @state WHEN 'running' THEN NULL ELSE rate END
     WHERE id = @id AND state IN (SELECT value FROM json_each(@from))`,
  )
  const progress = database.prepare<[object]>(
    `UPDATE verification SET position = @position, objects = @objects, bytes = @bytes, chunks = @chunks,
       skipped_objects = @skippedObjects, damaged_objects = @damagedObjects, damaged_bytes = @damagedBytes,
       ahead_objects = @aheadObjects, ahead_bytes = @aheadBytes, oldest_at = @oldestAt, rate = @rate, note = NULL,
       updated_at = @now WHERE id = @id`,
  )
  const counted = database.prepare<[object]>(
    'UPDATE verification SET total_objects = @objects, total_bytes = @bytes WHERE id = @id',
  )
  const note = database.prepare<[string | null, number, string]>(
    'UPDATE verification SET note = ?, updated_at = ? WHERE id = ?',
  )
  const addFinding = database.prepare<[Finding & { id: string }]>(
    `INSERT OR IGNORE INTO finding
       (verification, object, object_checksum, chunk_index, chunk_offset, checksum, reason, found_at)
     SELECT seq, @object, @objectChecksum, @chunkIndex, @chunkOffset, @checksum, @reason, @foundAt
     FROM verification WHERE id = @id`,
  )
  const countFindings = database.prepare<[string], { found: number; open: number }>(
    `SELECT count(*) AS found, coalesce(sum(${open}), 0) AS open
     FROM verification v JOIN finding ON finding.verification = v.seq WHERE v.id = ?`,
  )
  const findings = database.prepare<[string, number, number], Finding & { seq: number; isOpen: number }>(
    `SELECT finding.seq, object, object_checksum AS objectChecksum, chunk_index AS chunkIndex,
       chunk_offset AS chunkOffset, checksum, reason, found_at AS foundAt, ${open} AS isOpen
     FROM verification v JOIN finding ON finding.verification = v.seq
     WHERE v.id = ? AND finding.seq > ? ORDER BY finding.seq LIMIT ?`,
  )
  type Calls = Synchronous<VerificationTasks>
  const moveOn: Calls['move'] = (id, from, { state, note = null, now }) =>
    move.run({ id, from: JSON.stringify(from), state, note, now }).changes === 1
  const advance: Calls['advance'] = (id, walked, done, now) => {
    const state = stateOfOwn.get(id, owners.me)
    if (state === undefined) return undefined
    verification.record(walked)
    for (const fact of walked.facts)
      if (fact.kind === 'finding' && fact.isListed) addFinding.run({ ...fact.finding, id })
    progress.run({ ...done, id, now })
    return state
  }
  return {
    create(task) {
      const there = same.get(task)
      if (there) return there
      create.run(task)
      return find.get(task.id)!
    },
    addEnded({ id, endpoint, scope, state, findings, mayChange, startedAt, endedAt, ...ended }) {
      create.run({ ...scope, id, endpoint, since: null, createdAt: startedAt })
      moveOn(id, ['waiting'], { state: 'running', now: startedAt })
      for (const finding of findings) addFinding.run({ ...finding, id })
      progress.run({ ...ended.progress, id, now: endedAt })
      if (state === 'done') counted.run({ ...ended.progress, id })
      moveOn(id, ['running'], { state, now: endedAt })
      if (mayChange) sharedContent.close(endpoint, id)
    },
    find: (id) => find.get(id),
    list: ({ endpoint, jobId = null, limit }) => list.all({ endpoint, jobId, limit }),
    claim(endpoint, now) {
      const me = owners.own()
      const id = next.get({ endpoint, me })
      if (id === undefined) return undefined
      own.run(me, id)
      moveOn(id, ['waiting', 'running'], { state: 'running', now })
      return find.get(id)
    },
    move: moveOn,
    advance,
    finish(id, walked, { progress: done, coverage, now }) {
      if (advance(id, walked, done, now) === undefined) return
      counted.run({ objects: done.objects, bytes: done.bytes, id })
      if (moveOn(id, ['running'], { state: 'done', now }) && coverage)
        verification.setCoverage(walked.endpoint, coverage)
    },
    counted: (id, total) => void counted.run({ ...total, id }),
    note: (id, text, now) => void note.run(text, now, id),
    countFindings: (id) => countFindings.get(id) ?? { found: 0, open: 0 },
    findings: (id, { limit, after = 0 }) =>
      findings.all(id, after, limit).map(({ isOpen, ...finding }) => ({ ...finding, healed: isOpen === 0 })),
  }
}
