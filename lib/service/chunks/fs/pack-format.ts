import { hash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { Sha256 } from '../../ports.ts'

/**
 * A pack is a header and records, one behind the other; numbers are little endian.
 *
 *     file header, 32 bytes                 record header, 56 bytes
 *      0  8  "THAWPACK"                      0   4  "TREC"
 *      8  4  format version, 1               4   1  kind: 1 chunk, 2 job manifest, 3 object manifest
 *     12  8  the pack's number               5   3  zero
 *     20  8  its first sequence              8   4  payload length in bytes
 *     28  4  CRC-32 of the 28 before        12   8  sequence
 *                                           20  32  SHA-256 of the payload
 *                                           52   4  CRC-32 of the 52 before
 *
 * The sequence grows with every record of the store and is kept when a record is copied to another pack: two records
 * with one sequence are the same record.
 */
export const packHeaderBytes = 32
export const recordHeaderBytes = 56
export const maxPayloadBytes = 16 * 2 ** 20

const packMagic = Buffer.from('THAWPACK')
const recordMagic = Buffer.from('TREC')
const version = 1

export type RecordKind = 'chunk' | 'job' | 'object'
const kinds: readonly RecordKind[] = ['chunk', 'job', 'object']

export interface RecordHeader {
  kind: RecordKind
  length: number
  sequence: number
  checksum: Sha256
}

export function encodePackHeader(pack: number, firstSequence: number): Buffer {
  const header = Buffer.alloc(packHeaderBytes)
  packMagic.copy(header)
  header.writeUInt32LE(version, 8)
  header.writeBigUInt64LE(BigInt(pack), 12)
  header.writeBigUInt64LE(BigInt(firstSequence), 20)
  header.writeUInt32LE(crc32(header.subarray(0, 28)), 28)
  return header
}

/** Undefined where these bytes are no header of a pack with this number. */
export function decodePackHeader(bytes: Buffer, pack: number): { version: number; firstSequence: number } | undefined {
  if (bytes.length < packHeaderBytes || !bytes.subarray(0, 8).equals(packMagic)) return undefined
  if (bytes.readUInt32LE(28) !== crc32(bytes.subarray(0, 28))) return undefined
  if (bytes.readBigUInt64LE(12) !== BigInt(pack)) return undefined
  return { version: bytes.readUInt32LE(8), firstSequence: Number(bytes.readBigUInt64LE(20)) }
}

export function isKnownVersion(header: { version: number }): boolean {
  return header.version === version
}

export function encodeRecordHeader(record: RecordHeader): Buffer {
  const header = Buffer.alloc(recordHeaderBytes)
  recordMagic.copy(header)
  header.writeUInt8(kinds.indexOf(record.kind) + 1, 4)
  header.writeUInt32LE(record.length, 8)
  header.writeBigUInt64LE(BigInt(record.sequence), 12)
  Buffer.from(record.checksum, 'base64').copy(header, 20)
  header.writeUInt32LE(crc32(header.subarray(0, 52)), 52)
  return header
}

/** Undefined where no whole record header stands at this place. */
export function decodeRecordHeader(bytes: Buffer, at = 0): RecordHeader | undefined {
  if (at + recordHeaderBytes > bytes.length || bytes.compare(recordMagic, 0, 4, at, at + 4) !== 0) return undefined
  if (bytes.readUInt32LE(at + 52) !== crc32(bytes.subarray(at, at + 52))) return undefined
  const kind = kinds[bytes.readUInt8(at + 4) - 1]
  const length = bytes.readUInt32LE(at + 8)
  if (!kind || length > maxPayloadBytes) return undefined
  const sequence = Number(bytes.readBigUInt64LE(at + 12))
  return { kind, length, sequence, checksum: bytes.toString('base64', at + 20, at + 52) }
}

/** Where the next record header may stand at or after `from`; -1 where there is none. */
export function findRecordMagic(bytes: Buffer, from: number): number {
  return bytes.indexOf(recordMagic, from)
}

export function payloadChecksum(payload: Uint8Array): Sha256 {
  return hash('sha256', payload, 'base64')
}
