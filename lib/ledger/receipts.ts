/**
 * running; verified: every byte asked for was checked and handed over; incomplete: a restore that came to its end and
 * skipped some items; failed: it could not be delivered; left: the reader went away; broken: its owner is gone.
 */
export type ReceiptState = 'running' | 'verified' | 'incomplete' | 'failed' | 'left' | 'broken'

/** The record of one download or restore. Bytes are bytes of what was asked for; times milliseconds since 1970. */
export interface Receipt {
  id: string
  kind: 'object' | 'archive' | 'restore'
  /** Who asked: a signed-in browser, the token of the settings, or the command line. */
  actor: 'session' | 'token' | 'command line'
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
  /** It is owned by who starts it. */
  start(receipt: NewReceipt): Promise<void>
  /** One write to disk for all of them. */
  progress(running: readonly ReceiptProgress[], now: number): Promise<void>
  finish(end: ReceiptEnd, now: number): Promise<void>
  find(id: string): Promise<Receipt | undefined>
  /** Newest first. */
  list(query: ReceiptQuery): Promise<Receipt[]>
}
