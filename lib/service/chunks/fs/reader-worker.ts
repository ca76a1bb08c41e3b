import { createHash } from 'node:crypto'
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import { codeOf } from './failures.ts'
import type { Question, ReadAnswer, ReadRequest } from './read-request.ts'

const { O_RDONLY, O_NOFOLLOW, O_DIRECT } = constants
const step = 2 ** 19 // read and hashed while still in the processor's cache
const pageBytes = 4096

/**
 * O_DIRECT wants memory, offset and length aligned to blocks. A Buffer's address is not ours to choose, but the memory
 * of a WebAssembly instance starts at a page (and its pages are 64 KiB).
 */
const aligned = new Uint8Array(new WebAssembly.Memory({ initial: step / 65536 }).buffer)

/** Passes the stretch on step by step; a piece is only valid during the call. Returns how many bytes there were. */
function readThrough(fd: number, from: number, length: number, take: (piece: Uint8Array) => void): number {
  let at = from
  const end = from + length
  while (at < end) {
    const lead = at % pageBytes
    const wanted = Math.ceil(Math.min(lead + end - at, step) / pageBytes) * pageBytes
    const got = readSync(fd, aligned, 0, wanted, at - lead)
    if (got <= lead) break
    const piece = aligned.subarray(lead, Math.min(got, lead + end - at))
    take(piece)
    at += piece.length
  }
  return at - from
}

function openFor(path: string, direct: boolean): number {
  if (direct && O_DIRECT !== undefined) {
    try {
      return openSync(path, O_RDONLY | O_NOFOLLOW | O_DIRECT)
    } catch (error) {
      if (codeOf(error) !== 'EINVAL') throw error // EINVAL: this file system has no direct reads (some tmpfs)
    }
  }
  return openSync(path, O_RDONLY | O_NOFOLLOW)
}

/** @param memory of the request's length, to read into. */
function answer(request: ReadRequest, memory: ArrayBuffer | undefined): ReadAnswer {
  let fd: number
  try {
    fd = openFor(request.path, request.direct)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { kind: 'missing' }
    throw error
  }
  try {
    const { size } = fstatSync(fd)
    const from = request.offset ?? 0
    if (request.offset === undefined ? size !== request.length : size < from + request.length)
      return { kind: 'length', length: Math.max(0, size - from) }
    const hash = createHash('sha256')
    const bytes = request.keep ? (memory ? Buffer.from(memory) : Buffer.allocUnsafeSlow(request.length)) : undefined
    let read = 0
    if (bytes && !request.direct) {
      while (read < request.length) {
        const got = readSync(fd, bytes, read, Math.min(step, request.length - read), from + read)
        if (got === 0) break
        hash.update(bytes.subarray(read, read + got))
        read += got
      }
    } else {
      readThrough(fd, from, request.length, (piece) => {
        hash.update(piece)
        bytes?.set(piece, read)
        read += piece.length
      })
    }
    if (read !== request.length) return { kind: 'length', length: read }
    return { kind: 'read', checksum: hash.digest('base64'), bytes }
  } finally {
    closeSync(fd)
  }
}

parentPort!.on('message', ({ id, request, memory }: Question) => {
  let result: ReadAnswer
  try {
    result = answer(request, memory)
  } catch (error) {
    result = { kind: 'failed', code: codeOf(error), message: String(error) }
  }
  const bytes = result.kind === 'read' ? result.bytes : undefined
  parentPort!.postMessage({ id, result }, bytes ? [bytes.buffer] : [])
})
