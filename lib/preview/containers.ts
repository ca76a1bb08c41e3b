import { begins } from './bytes.ts'

/*
 * Contents that hold others, by their first bytes. Here alone, since a page loads this for every content and the readers
 * of each form only for that form.
 */

const tarBlock = 512

export function isGzip(head: Uint8Array): boolean {
  return begins(head, '\x1f\x8b\x08')
}

/** It begins with an entry, or with the end of an archive without any. */
export function isZip(head: Uint8Array): boolean {
  return begins(head, 'PK\x03\x04') || begins(head, 'PK\x05\x06')
}

export function isSqlite(head: Uint8Array): boolean {
  return begins(head, 'SQLite format 3\0')
}

export function isTar(head: Uint8Array): boolean {
  return head.length >= tarBlock && head[0] !== 0 && hasTarChecksum(head.subarray(0, tarBlock))
}

/** A header of a tar archive whose checksum is right, which few other bytes are. */
export function hasTarChecksum(header: Uint8Array): boolean {
  const stored = /^ *([0-7]{1,7})[ \0]/.exec(String.fromCharCode(...header.subarray(148, 156)))?.[1]
  if (!stored) return false
  let [unsigned, signed] = [8 * 0x20, 8 * 0x20]
  for (let at = 0; at < tarBlock; at++) {
    if (at >= 148 && at < 156) continue
    unsigned += header[at]!
    signed += (header[at]! << 24) >> 24
  }
  return [unsigned, signed].includes(Number.parseInt(stored, 8))
}
