import { hash } from 'node:crypto'
import type { VerificationSource } from './source.ts'

export const sum = (bytes: string | Uint8Array) => hash('sha256', bytes, 'base64')
export const summary = (contents: readonly string[]) =>
  sum(Buffer.concat(contents.map((content) => Buffer.from(sum(content), 'base64'))))

/** A job in memory: names in order, each with the contents of its chunks. */
export interface MemorySource extends VerificationSource {
  readonly content: Map<string, string[]>
  /** What the store gives for a content instead of it. */
  readonly damage: Map<string, string>
  /** Contents read, in order. */
  readonly reads: string[]
  /** Whether the job is still being written. */
  isRunning: boolean
  /** Called before each read; may wait or throw. */
  onRead: (content: string, signal: AbortSignal) => Promise<void> | void
}

export function memorySource(objects: Record<string, string[]>): MemorySource {
  const source: MemorySource = {
    content: new Map(Object.entries(objects)),
    damage: new Map(),
    reads: [],
    onRead: () => {},
    isRunning: false,
    isWritten: async () => source.isRunning,
    async *objects({ prefix, name }, from) {
      for (const [key, contents] of source.content) {
        if (!key.startsWith(prefix) || (name !== null && key !== name) || (from !== null && key < from)) continue
        const chunks = contents.map((content, Index) => ({
          Index,
          Length: content.length,
          Checksum: sum(content),
          ChunkToken: `${Index}`,
        }))
        yield {
          name: key,
          checksum: summary(contents),
          length: contents.join('').length,
          listChunks: async () => ({ chunks }),
          async fetchChunk(chunk, signal) {
            const content = contents[chunk.index]!
            source.reads.push(content)
            await source.onRead(content, signal)
            return Buffer.from(source.damage.get(content) ?? content)
          },
        }
      }
    },
    async count(scope, signal) {
      const total = { objects: 0, bytes: 0 }
      for await (const { length = 0 } of source.objects(scope, null, signal)) {
        total.objects++
        total.bytes += length
      }
      return total
    },
  }
  return source
}
