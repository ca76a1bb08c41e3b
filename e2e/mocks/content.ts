import { createCipheriv, createHash } from 'node:crypto'
import { samples } from './samples.ts'

/** One object of a scenario. Its bytes follow from scenario and name alone, see {@link bytesOf}. */
export interface MockObject {
  scenario: string
  name: string
  /** In bytes. */
  length: number
  /** In bytes; the last chunk may be shorter. */
  chunkSize: number
  createdAt: Date
  metadataString?: string
  metadataBlob?: Buffer
}

export interface MockChunk {
  index: number
  offset: number
  length: number
}

/** Scenarios whose objects are {@link samples}. */
const sampled = new Set(['samples', 'damaged-samples'])

/**
 * `length` bytes of the object from `offset` on: of a sample, else of a key stream, so any part of any size is made
 * without the rest.
 */
export function bytesOf(scenario: string, name: string, offset: number, length: number): Buffer {
  const sample = sampled.has(scenario) ? samples[name] : undefined
  if (sample) return sample.bytes(offset, length)
  const key = createHash('sha256').update(`${scenario}\0${name}`).digest().subarray(0, 16)
  const counter = Buffer.alloc(16)
  counter.writeBigUInt64BE(BigInt(Math.floor(offset / 16)), 8)
  const lead = offset % 16
  return createCipheriv('aes-128-ctr', key, counter)
    .update(Buffer.alloc(lead + length))
    .subarray(lead)
}

export function chunksOf(object: MockObject): MockChunk[] {
  const count = Math.ceil(object.length / object.chunkSize)
  return Array.from({ length: count }, (_, index) => {
    const offset = index * object.chunkSize
    return { index, offset, length: Math.min(object.chunkSize, object.length - offset) }
  })
}

export function chunkBytes(object: MockObject, chunk: MockChunk): Buffer {
  return bytesOf(object.scenario, object.name, chunk.offset, chunk.length)
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64')
}

const kept = new Map<string, unknown>()
const keptAtMost = 10_000

/** Hashing is the dear part; what was worked out for one call is kept for the next. */
function once<T>(key: string, make: () => T): T {
  const known = kept.get(key) as T | undefined
  if (known !== undefined) return known
  const made = make()
  if (kept.size >= keptAtMost) kept.clear()
  kept.set(key, made)
  return made
}

/** Raw SHA-256 of every chunk, in order. */
function chunkDigests(object: MockObject): Buffer[] {
  return once(`digests\0${object.scenario}\0${object.name}`, () =>
    chunksOf(object).map((chunk) => {
      const digest = () => createHash('sha256').update(chunkBytes(object, chunk)).digest()
      const repeats = sampled.has(object.scenario) ? samples[object.name]?.repeats?.(chunk.index) : undefined
      return repeats === undefined ? digest() : once(`digest\0${object.name}\0${repeats}`, digest)
    }),
  )
}

export function chunkChecksum(object: MockObject, index: number): string {
  return chunkDigests(object)[index]!.toString('base64')
}

/** SUMMARY: SHA-256 over the raw chunk digests in index order. */
export function objectChecksum(object: MockObject): string {
  return sha256(Buffer.concat(chunkDigests(object)))
}

/** SHA-256 of the whole content. */
export function contentChecksum(scenario: string, name: string, length: number): string {
  return once(`content\0${scenario}\0${name}`, () => sha256(bytesOf(scenario, name, 0, length)))
}
