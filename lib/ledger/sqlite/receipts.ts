import type { Database } from 'better-sqlite3'
import type { Receipt, ReceiptEnd, ReceiptProgress, ReceiptState, Receipts } from '../receipts.ts'
import type { Owners } from './owners.ts'
import type { Synchronous } from './synchronous.ts'

const columns = `id, kind, actor, endpoint, job_id AS jobId, subject, destination, plan_id AS planId,
  range_start AS rangeStart, expected_bytes AS expectedBytes, total_bytes AS totalBytes, sent_bytes AS sentBytes,
  items, failed_items AS failedItems, state, checksum, sha256, failed_object AS failedObject,
  failed_chunk AS failedChunk, failed_offset AS failedOffset, reason, started_at AS startedAt,
  updated_at AS updatedAt, finished_at AS finishedAt`

export function createReceipts(database: Database, owners: Owners): Synchronous<Receipts> {
  const start = database.prepare<
    [Omit<Receipt, 'sentBytes' | 'items' | 'failedItems' | 'state' | 'updatedAt'> & { owner: string }]
  >(
    `INSERT INTO receipt (id, kind, actor, endpoint, job_id, subject, destination, plan_id, range_start,
       expected_bytes, total_bytes, state, checksum, sha256, started_at, updated_at, owner)
     VALUES (@id, @kind, @actor, @endpoint, @jobId, @subject, @destination, @planId, @rangeStart,
       @expectedBytes, @totalBytes, 'running', @checksum, @sha256, @startedAt, @startedAt, @owner)`,
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
  const isBroken = `state = 'running' AND NOT ${owners.thereFor('receipt.owner')}`
  const told = columns
    .replace('state,', `CASE WHEN ${isBroken} THEN 'broken' ELSE state END AS state,`)
    .replace('finished_at AS', `CASE WHEN ${isBroken} THEN updated_at ELSE finished_at END AS`)
  const inState: Partial<Record<ReceiptState, string>> = {
    running: `state = 'running' AND ${owners.thereFor('receipt.owner')}`,
    broken: `(state = 'broken' OR (${isBroken}))`,
  }
  const find = database.prepare<[string], Receipt>(`SELECT ${told} FROM receipt WHERE id = ?`)
  return {
    start: (receipt) =>
      void start.run({
        owner: owners.own(),
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
        ...receipt,
      }),
    progress(running, now) {
      for (const one of running) progress.run({ ...one, now })
    },
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
        ...(state === undefined ? [] : [inState[state] ?? 'state = @state']),
        ...(after ? ['(started_at, id) < (@startedAt, @id)'] : []),
      ]
      return database
        .prepare<[object], Receipt>(
          `SELECT ${told} FROM receipt ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''}
           ORDER BY started_at DESC, id DESC LIMIT @limit`,
        )
        .all({ limit, jobId, state, ...after })
    },
  }
}
