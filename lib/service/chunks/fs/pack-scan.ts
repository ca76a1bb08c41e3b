import { readFile } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'
import {
  decodePackHeader,
  decodeRecordHeader,
  findRecordMagic,
  isKnownVersion,
  packHeaderBytes,
  payloadChecksum,
  type RecordHeader,
  recordHeaderBytes,
} from './pack-format.ts'

/**
 * A whole record with its checked payload, or a stretch that holds none. With `header` the stretch is a record of which
 * only the payload is wrong or cut off.
 */
export type ScannedRecord =
  | { kind: 'record'; offset: number; header: RecordHeader; payload: Buffer }
  | { kind: 'damaged'; offset: number; bytes: Buffer; header?: RecordHeader }

export interface ScannedPack {
  /** The sequence before which all records of older packs were written; undefined where the header is damaged. */
  firstSequence?: number
  records: AsyncGenerator<ScannedRecord>
}

/**
 * Reads a pack (at most a pack's limit and one record more) and goes through it in order. Behind damage it looks for
 * the next record, so one flipped bit costs one record. A payload is never looked through for records while its own
 * header is whole: what is stored in it may look like one.
 *
 * @param unhashed leaves the payloads of chunks unchecked.
 * @throws {Error} a pack of a format this version does not know.
 */
export async function scanPack(path: string, pack: number, unhashed = false): Promise<ScannedPack> {
  const bytes = await readFile(path)
  const header = decodePackHeader(bytes, pack)
  if (header && !isKnownVersion(header))
    throw new Error(
      `The pack ${path} has format ${header.version}, which this version of Thaw does not know; use a newer one`,
    )
  return { firstSequence: header?.firstSequence, records: recordsOf(bytes, header !== undefined, unhashed) }
}

async function* recordsOf(bytes: Buffer, headerIsWhole: boolean, unhashed: boolean): AsyncGenerator<ScannedRecord> {
  let at = headerIsWhole ? packHeaderBytes : 0
  let damagedFrom = at
  let hashed = 0
  while (at < bytes.length) {
    const header = decodeRecordHeader(bytes, at)
    if (!header) {
      const next = findRecordMagic(bytes, at + 1)
      at = next < 0 ? bytes.length : next
      continue
    }
    if (damagedFrom < at) yield { kind: 'damaged', offset: damagedFrom, bytes: bytes.subarray(damagedFrom, at) }
    const end = at + recordHeaderBytes + header.length
    const payload = bytes.subarray(at + recordHeaderBytes, end)
    const trusted = unhashed && header.kind === 'chunk'
    const whole = end <= bytes.length && (trusted || payloadChecksum(payload) === header.checksum)
    yield whole
      ? { kind: 'record', offset: at, header, payload }
      : { kind: 'damaged', offset: at, bytes: bytes.subarray(at, end), header }
    hashed += payload.length
    at = damagedFrom = Math.min(end, bytes.length)
    if (hashed > 4 * 2 ** 20) {
      hashed = 0
      await setImmediate()
    }
  }
  if (damagedFrom < bytes.length) yield { kind: 'damaged', offset: damagedFrom, bytes: bytes.subarray(damagedFrom) }
}
