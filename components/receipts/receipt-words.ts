import type { ReceiptView } from '#lib/downloads/receipt-view.ts'
import { countOf, exactBytes, formatBytes, formatCount } from '../format/size.ts'
import { visible, withoutPlace } from '../format/text.ts'
import { formatDuration } from '../format/time.ts'

export const receiptWord: Record<ReceiptView['state'], string> = {
  running: 'Running',
  verified: 'Verified',
  failed: 'Failed',
  left: 'Stopped',
  broken: 'Interrupted',
}

export const receiptKind: Record<ReceiptView['kind'], string> = {
  object: 'Download',
  archive: 'Archive',
  restore: 'Restore',
}

/** How much was handed over of what was asked for. */
export function amountOf({ sentBytes, expectedBytes, state }: ReceiptView): string {
  if (expectedBytes === null || (state === 'verified' && sentBytes === expectedBytes)) return formatBytes(sentBytes)
  return `${formatBytes(sentBytes)} of ${formatBytes(expectedBytes)}`
}

export function shareOf({ sentBytes, expectedBytes }: ReceiptView): number | undefined {
  return expectedBytes ? sentBytes / expectedBytes : undefined
}

/** Rate since it began, and how long what is left takes at that. */
export function paceOf({ sentBytes, expectedBytes, startedAt, updatedAt }: ReceiptView): string {
  const seconds = (updatedAt - startedAt) / 1000
  if (seconds <= 0 || sentBytes === 0) return 'begins'
  const rate = sentBytes / seconds
  const told = `${formatBytes(rate)}/s`
  if (expectedBytes === null) return told
  return `${told}, ${formatDuration(((expectedBytes - sentBytes) / rate) * 1000)} left`
}

/** What broke and what is intact, in sentences; nothing where all is well. */
export function endOf(receipt: ReceiptView): string[] {
  const { state, reason, failedObject, failedChunk, failedOffset, sentBytes, items, kind, subject } = receipt
  if (state === 'running' || state === 'verified') return []
  const place =
    failedChunk === null
      ? failedObject !== null && `It broke at ${visible(failedObject)}.`
      : `Chunk ${formatCount(failedChunk)}${failedOffset === null ? '' : ` (${exactBytes(failedOffset)} from the beginning)`} of ${visible(failedObject ?? subject)} broke it.`
  const what = {
    failed: withoutPlace(reason ?? 'It could not be read.'),
    left: 'The browser or client went away before the end.',
    broken: 'What ran it ended before it did.',
  }[state]
  const intact =
    kind === 'object'
      ? `The ${exactBytes(sentBytes)} before that were checked and are intact.`
      : `${items === 0 ? 'No object was' : `${countOf(items, 'object')} ${items === 1 ? 'was' : 'were'}`} finished before that; every byte handed over was checked.`
  return [place, what, intact].filter((line) => typeof line === 'string')
}
