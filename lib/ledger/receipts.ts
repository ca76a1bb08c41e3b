import type { Database } from 'better-sqlite3'

/**
 * running; verified: every byte asked for was checked and handed over; incomplete: a restore that came to its end and
 * skipped some items; failed: it could not be delivered; left: the reader went away; broken: the process that ran it is
 * gone.
 */
export type ReceiptState = 'running' | 'verified' | 'incomplete' | 'failed' | 'left' | 'broken'

/** The record of one download or restore. Bytes are bytes of what was asked for; times milliseconds since 1970. */
export interface Receipt {
  id: string
  kind: 'object' | 'archive' | 'restore'
  /** Who asked: a signed-in browser, the token of the settings, or the command line. */
  actor: 'session' | 'token' | 'command line'
  /** The process that runs it. */
  pid: number
  endpoint: string
  jobId: string
  /** The object's name, the archive's file name, or the prefix of what was restored. */
  subject: string
  /** Where a restore wrote. */
  destination: string | null
  planId: string | null
  /** First byte asked for; above 0 where a download was continued. */
  rangeStart: number
  expectedBytes: number | null
  /** Length of the whole; more than `expectedBytes` where a part was asked for. */
  totalBytes: number | null
  sentBytes: number
  /** Objects finished. */
  items: number
  failedItems: number
  state: ReceiptState
  /** SUMMARY of the object. */
  checksum: string | null
  sha256: string | null
  failedObject: string | null
  failedChunk: number | null
  /** Where in the object the chunk that failed begins. */
  failedOffset: number | null
  reason: string | null
  startedAt: number
  updatedAt: number
  finishedAt: number | null
}

export type NewReceipt = Pick<Receipt, 'id' | 'kind' | 'actor' | 'endpoint' | 'jobId' | 'subject' | 'startedAt'> &
  Partial<
    Pick<Receipt, 'destination' | 'planId' | 'rangeStart' | 'expectedBytes' | 'totalBytes' | 'checksum' | 'sha256'>
  >

export type ReceiptProgress = Pick<Receipt, 'id' | 'sentBytes' | 'items' | 'failedItems' | 'expectedBytes'>

export type ReceiptEnd = ReceiptProgress &
  Pick<Receipt, 'state'> &
  Partial<Pick<Receipt, 'sha256' | 'failedObject' | 'failedChunk' | 'failedOffset' | 'reason'>>

export interface ReceiptQuery {
  limit: number
  jobId?: string | undefined
  state?: ReceiptState | undefined
  /** Behind this one. */
  after?: Pick<Receipt, 'startedAt' | 'id'> | undefined
}

export interface Receipts {
  start(receipt: NewReceipt): void
  /** One write to disk for all of them. */
  progress(running: readonly ReceiptProgress[], now: number): void
  finish(end: ReceiptEnd, now: number): void
  find(id: string): Receipt | undefined
  /** Newest first. */
  list(query: ReceiptQuery): Receipt[]
  /** Those of processes that are gone become broken. @param isRunning whether a process still works on receipts. */
  breakOrphans(isRunning: (pid: number, kind: Receipt['kind']) => boolean, now: number): void
}

const columns = `id, kind, actor, pid, endpoint, job_id AS jobId, subject, destination, plan_id AS planId,
  range_start AS rangeStart, expected_bytes AS expectedBytes, total_bytes AS totalBytes, sent_bytes AS sentBytes,
  items, failed_items AS failedItems, state, checksum, sha256, failed_object AS failedObject,
  failed_chunk AS failedChunk, failed_offset AS failedOffset, reason, started_at AS startedAt,
  updated_at AS updatedAt, finished_at AS finishedAt`

export function createReceipts(database: Database): Receipts {
  const start = database.prepare<[Omit<Receipt, 'sentBytes' | 'items' | 'failedItems' | 'state' | 'updatedAt'>]>(
    `INSERT INTO receipt (id, kind, actor, pid, endpoint, job_id, subject, destination, plan_id, range_start,
       expected_bytes, total_bytes, state, checksum, sha256, started_at, updated_at)
     VALUES (@id, @kind, @actor, @pid, @endpoint, @jobId, @subject, @destination, @planId, @rangeStart,
       @expectedBytes, @totalBytes, 'running', @checksum, @sha256, @startedAt, @startedAt)`,
  )
  const progress = database.prepare<[ReceiptProgress & { now: number }]>(
    `UPDATE receipt SET sent_bytes = @sentBytes, items = @items, failed_items = @failedItems,
       expected_bytes = coalesce(@expectedBytes, expected_bytes), updated_at = @now
     WHERE id = @id AND state = 'running'`,
  )
  const finish = database.prepare<[ReceiptEnd & { now: number }]>(
    `UPDATE receipt SET sent_bytes = @sentBytes, items = @items, failed_items = @failedItems,
       expected_bytes = coalesce(@expectedBytes, expected_bytes), state = @state,
       sha256 = coalesce(@sha256, sha256), failed_object = @failedObject, failed_chunk = @failedChunk,
       failed_offset = @failedOffset, reason = @reason, updated_at = @now, finished_at = @now
     WHERE id = @id`,
  )
  const find = database.prepare<[string], Receipt>(`SELECT ${columns} FROM receipt WHERE id = ?`)
  const running = database.prepare<[], Receipt>(`SELECT ${columns} FROM receipt WHERE state = 'running'`)
  const breakOne = database.prepare<[number, string]>(
    `UPDATE receipt SET state = 'broken', finished_at = ? WHERE id = ? AND state = 'running'`,
  )
  return {
    start: (receipt) =>
      void start.run({
        destination: null,
        planId: null,
        rangeStart: 0,
        expectedBytes: null,
        totalBytes: null,
        checksum: null,
        sha256: null,
        failedObject: null,
        failedChunk: null,
        failedOffset: null,
        reason: null,
        finishedAt: null,
        pid: process.pid,
        ...receipt,
      }),
    progress: database.transaction((list: readonly ReceiptProgress[], now: number) => {
      for (const one of list) progress.run({ ...one, now })
    }).immediate,
    finish: (end, now) =>
      void finish.run({
        sha256: null,
        failedObject: null,
        failedChunk: null,
        failedOffset: null,
        reason: null,
        ...end,
        now,
      }),
    find: (id) => find.get(id),
    list({ limit, jobId, state, after }) {
      const where = [
        ...(jobId === undefined ? [] : ['job_id = @jobId']),
        ...(state === undefined ? [] : ['state = @state']),
        ...(after ? ['(started_at, id) < (@startedAt, @id)'] : []),
      ]
      return database
        .prepare<[object], Receipt>(
          `SELECT ${columns} FROM receipt ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''}
           ORDER BY started_at DESC, id DESC LIMIT @limit`,
        )
        .all({ limit, jobId, state, ...after })
    },
    breakOrphans(isRunning, now) {
      for (const { id, pid, kind } of running.all()) if (!isRunning(pid, kind)) breakOne.run(now, id)
    },
  }
}
