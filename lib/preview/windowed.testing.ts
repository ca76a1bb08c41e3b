import type { BrokenPlace } from '#lib/failure/problem.ts'
import { createReader, type Reader } from './reader.ts'

export interface WindowedBytes {
  bytes: Uint8Array
  broken?: BrokenPlace[]
  /** Windows that may be read. */
  most?: number
}

/** A reader of bytes at hand, and what it was asked for. */
export function readerOf({ bytes, broken = [], most }: WindowedBytes): Reader & { reads: number; bytesRead: number } {
  const asked = { reads: 0, bytesRead: 0 }
  const source = {
    length: bytes.length,
    async read(start: number, end: number) {
      asked.reads++
      asked.bytesRead += end - start
      return {
        bytes: bytes.subarray(start, end),
        broken: broken.filter(({ offset, length }) => offset < end && start < offset + length),
      }
    },
  }
  return Object.assign(asked, createReader(source, new AbortController().signal, most))
}
