import type { Database } from 'better-sqlite3'

/** waiting: for its turn; running: also after a crash, until a process goes on with it. */
export type VerificationState = 'waiting' | 'running' | 'paused' | 'done' | 'cancelled' | 'failed'

/** What is verified: one object, or what begins with a prefix ('' for the whole job). */
export interface VerificationScope {
  jobId: string
  prefix: string
  name: string | null
}

/**
 * How far a verification is. `objects` to `damagedBytes` count what is done up to `position`, in the order of names;
 * `ahead…` what is done behind it, which is done again after a restart. Bytes are bytes of objects, each object's own.
 */
export interface VerificationProgress {
  position: string | null
  objects: number
  bytes: number
  /** Distinct chunks read, as far as memory goes. */
  chunks: number
  /** Objects whose content was verified recently enough. */
  skippedObjects: number
  damagedObjects: number
  damagedBytes: number
  aheadObjects: number
  aheadBytes: number
  /** When the content verified longest ago was. */
  oldestAt: number | null
  /** Bytes a second, lately. */
  rate: number | null
}

/** Times are milliseconds since 1970. */
export interface Verification extends VerificationScope, VerificationProgress {
  id: string
  endpoint: string
  /** Contents verified since then are not read again; null: everything is read. */
  since: number | null
  state: VerificationState
  /** Of what is to be verified, once that has been counted. */
  totalObjects: number | null
  totalBytes: number | null
  /** Why it failed, or what it waits for while it runs. */
  note: string | null
  createdAt: number
  startedAt: number | null
  updatedAt: number
  finishedAt: number | null
}

/** Damage to one object, as a verification found it. */
export interface Finding {
  object: string
  /** SUMMARY of the object. */
  objectChecksum: string
  /** -1: the list of chunks; -2: the metadata. */
  chunkIndex: number
  /** Where in the object the chunk begins. */
  chunkOffset: number | null
  /** SHA-256 the chunk should have, base64. */
  checksum: string | null
  reason: string
  foundAt: number
}

/** `healed`: a later read of the chunk, or of the object, found it whole. */
export type ListedFinding = Finding & { seq: number; healed: boolean }

export interface VerificationTasks {
  create(task: VerificationScope & { id: string; endpoint: string; since: number | null; createdAt: number }): void
  find(id: string): Verification | undefined
  /** Running and waiting ones first, then the newest first. */
  list(query: { endpoint: string; jobId?: string | undefined; limit: number }): Verification[]
  /** The one to work on: what a process left running, then who has waited longest. */
  next(endpoint: string): Verification | undefined
  /** Moves it on from one of `from`. @returns whether it was in one of them. */
  move(
    id: string,
    from: readonly VerificationState[],
    to: { state: VerificationState; note?: string | null; now: number },
  ): boolean
  progress(id: string, progress: VerificationProgress, now: number): void
  counted(id: string, total: { objects: number; bytes: number }): void
  note(id: string, note: string | null, now: number): void
  /** A finding that is there already stays. */
  addFinding(id: string, finding: Finding): void
  countFindings(id: string): { found: number; open: number }
  /** In the order they were found; `after` is the last one seen. */
  findings(id: string, page: { limit: number; after?: number | undefined }): ListedFinding[]
}

const columns = `id, endpoint, job_id AS jobId, prefix, name, since, state, position, objects, bytes, chunks,
  skipped_objects AS skippedObjects, damaged_objects AS damagedObjects, damaged_bytes AS damagedBytes,
  ahead_objects AS aheadObjects, ahead_bytes AS aheadBytes, oldest_at AS oldestAt, rate,
  total_objects AS totalObjects, total_bytes AS totalBytes, note, created_at AS createdAt, started_at AS startedAt,
  updated_at AS updatedAt, finished_at AS finishedAt`

// A finding holds as long as the damage is known: reads that find the chunk whole again take that away.
const open = `EXISTS (SELECT 1 FROM damaged_chunk d WHERE d.endpoint = v.endpoint AND d.job_id = v.job_id
  AND d.object = finding.object AND d.chunk_index = finding.chunk_index AND d.object_checksum = finding.object_checksum)`

export function createVerificationTasks(database: Database): VerificationTasks {
  const create = database.prepare<[object]>(
    `INSERT INTO verification (id, endpoint, job_id, prefix, name, since, state, created_at, updated_at)
     VALUES (@id, @endpoint, @jobId, @prefix, @name, @since, 'waiting', @createdAt, @createdAt)`,
  )
  const find = database.prepare<[string], Verification>(`SELECT ${columns} FROM verification WHERE id = ?`)
  const next = database.prepare<[string], Verification>(
    `SELECT ${columns} FROM verification WHERE state IN ('waiting', 'running') AND endpoint = ?
     ORDER BY state = 'waiting', seq LIMIT 1`,
  )
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
  return {
    create: (task) => void create.run(task),
    find: (id) => find.get(id),
    list: ({ endpoint, jobId = null, limit }) => list.all({ endpoint, jobId, limit }),
    next: (endpoint) => next.get(endpoint),
    move: (id, from, { state, note = null, now }) =>
      move.run({ id, from: JSON.stringify(from), state, note, now }).changes === 1,
    progress: (id, done, now) => void progress.run({ ...done, id, now }),
    counted: (id, total) => void counted.run({ ...total, id }),
    note: (id, text, now) => void note.run(text, now, id),
    addFinding: (id, finding) => void addFinding.run({ ...finding, id }),
    countFindings: (id) => countFindings.get(id) ?? { found: 0, open: 0 },
    findings: (id, { limit, after = 0 }) =>
      findings.all(id, after, limit).map(({ isOpen, ...finding }) => ({ ...finding, healed: isOpen === 0 })),
  }
}
