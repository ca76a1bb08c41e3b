import type { ReceiptView } from '#lib/downloads/receipts/receipt-view.ts'
import { countOf, exactBytes, formatBytes, formatCount } from '../format/size.ts'
import { hexOf, visible, withoutPlace } from '../format/text.ts'
import { formatDuration } from '../format/time.ts'

export const receiptWord: Record<ReceiptView['state'], string> = {
  running: 'Running',
  verified: 'Verified',
  incomplete: 'Incomplete',
  failed: 'Failed',
  left: 'Stopped',
  broken: 'Interrupted',
}

export const receiptKind: Record<ReceiptView['kind'], string> = {
  object: 'Download',
  archive: 'Archive',
  restore: 'Restore',
}

/** How much was handed over of what was asked for. A restore that is whole wrote less where something was there already. */
export function amountOf({ kind, sentBytes, expectedBytes, state }: ReceiptView): string {
  if (expectedBytes === null || (state === 'verified' && sentBytes === expectedBytes)) return formatBytes(sentBytes)
  if (kind === 'restore' && state === 'verified')
    return `${formatBytes(expectedBytes)}, ${formatBytes(sentBytes)} of it written`
  return `${formatBytes(sentBytes)} of ${formatBytes(expectedBytes)}`
}

export function shareOf({ sentBytes, expectedBytes }: ReceiptView): number | undefined {
  return expectedBytes ? sentBytes / expectedBytes : undefined
}

/** Longer than a busy server takes to write progress down, in milliseconds. */
const stalled = 5_000

/** Rate since it began, and how long what is left takes at that; or since when nothing goes on. */
export function paceOf({ sentBytes, expectedBytes, startedAt, updatedAt, now }: ReceiptView): string {
  const seconds = (updatedAt - startedAt) / 1000
  if (now - updatedAt > stalled) return `no bytes for ${formatDuration(now - updatedAt)}`
  if (seconds <= 0 || sentBytes === 0) return 'begins'
  const rate = sentBytes / seconds
  const told = `${formatBytes(rate)}/s`
  if (expectedBytes === null) return told
  return `${told}, ${formatDuration(((expectedBytes - sentBytes) / rate) * 1000)} left`
}

/** The checksum of what was delivered whole: its SHA-256, or else the checksum of the object. */
export function checksumOf({ state, sha256, checksum }: ReceiptView): { text: string; what: string } | undefined {
  if (state !== 'verified') return undefined
  if (sha256 !== null) return { text: hexOf(sha256), what: 'SHA-256' }
  return checksum === null ? undefined : { text: checksum, what: 'object checksum' }
}

/** Why there is no SHA-256 of what was verified. */
export function notHashed({ kind, rangeStart }: ReceiptView): string {
  if (kind === 'restore') return 'A restore has no checksum of its own: each of its files was checked'
  const from = rangeStart > 0 ? `It was continued at ${exactBytes(rangeStart)}` : 'A part of it was asked for'
  return `${from}, so nobody saw all of its bytes at once; each of them was checked`
}

/** What broke a download, in few words. */
export function placeOf({ failedObject, failedChunk, subject }: ReceiptView): string | undefined {
  if (failedChunk !== null) return `Chunk ${formatCount(failedChunk)} of ${visible(failedObject ?? subject)}`
  return failedObject === null ? undefined : visible(failedObject)
}

/** What broke and what is intact, in sentences; nothing where all is well. */
export function endOf(receipt: ReceiptView): string[] {
  const { state, reason, failedChunk, failedOffset } = receipt
  if (state === 'running' || state === 'verified') return []
  const broke = placeOf(receipt)
  const at = failedChunk === null || !failedOffset ? '' : `, ${exactBytes(failedOffset)} from its beginning,`
  const place = broke !== undefined && `${broke}${at} broke it.`
  const what = {
    incomplete: reason ?? 'Some items were skipped.',
    failed: withoutPlace(reason ?? 'It could not be read.'),
    left: 'The browser or client went away before the end.',
    broken: 'What ran it ended before it did.',
  }[state]
  return [place, what, intactOf(receipt)].filter((line) => typeof line === 'string')
}

/** The same in short: where it is a chunk, which one and not its checksums. */
export function shortEndOf(receipt: ReceiptView): string[] {
  const [first, ...rest] = endOf(receipt)
  if (first === undefined) return []
  const place = receipt.failedChunk === null ? undefined : placeOf(receipt)
  return place === undefined ? [first, ...rest] : [`${place} could not be read and verified.`, intactOf(receipt)]
}

function intactOf({ kind, sentBytes, items }: ReceiptView): string {
  if (kind === 'object')
    return sentBytes === 0
      ? 'Nothing was handed over.'
      : `The ${exactBytes(sentBytes)} before that were checked and are intact.`
  const finished = items === 0 ? 'No object was' : `${countOf(items, 'object')} ${items === 1 ? 'was' : 'were'}`
  return `${finished} finished before that; every byte handed over was checked.`
}
