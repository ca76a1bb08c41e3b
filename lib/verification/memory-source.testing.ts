import { hash } from 'node:crypto'
import type { ObjectSource, SourceObject } from '#lib/storage/source.ts'

export const endpoint = 'http://one'

export const sum = (bytes: string | Uint8Array) => hash('sha256', bytes, 'base64')
export const summary = (contents: readonly string[]) =>
  sum(Buffer.concat(contents.map((content) => Buffer.from(sum(content), 'base64'))))

/** A job in memory: names in order, each with the contents of its chunks. */
export interface MemorySource extends ObjectSource {
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
  const listed = (name: string, contents: string[]): SourceObject => ({
    name,
    checksum: summary(contents),
    token: name,
    length: contents.join('').length,
    blobLength: 0,
  })
  const source: MemorySource = {
    endpoint,
    content: new Map(Object.entries(objects)),
    damage: new Map(),
    reads: [],
    onRead: () => {},
    isRunning: false,
    jobState: async () => (source.isRunning ? 'RUNNING' : 'COMPLETED'),
    async find(_jobId, name) {
      const contents = source.content.get(name)
      return contents && listed(name, contents)
    },
    async *list(_jobId, { prefix, start = '' }) {
      for (const [name, contents] of source.content)
        if (name.startsWith(prefix) && name >= start) yield listed(name, contents)
    },
    read(_jobId, { name }) {
      const contents = source.content.get(name) ?? []
      const chunks = contents.map((content, Index) => ({
        Index,
        Length: content.length,
        Checksum: sum(content),
        ChunkToken: `${Index}`,
      }))
      return {
        listChunks: async () => ({ chunks }),
        async fetchChunk(chunk, signal) {
          const content = contents[chunk.index]!
          source.reads.push(content)
          await source.onRead(content, signal)
          return Buffer.from(source.damage.get(content) ?? content)
        },
      }
    },
    thawBlob: async () => undefined,
    checkBlob: async () => {},
  }
  return source
}
