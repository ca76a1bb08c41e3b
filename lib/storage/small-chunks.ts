import type { BackupStorageClient } from '@aws-sdk/client-backupstorage'
import { GetChunksLimits } from '@aws-sdk/client-backupstorage/extensions'
import type { HashedBytes, ObjectChunk } from '#lib/restore/index.ts'
import { isRetryable } from '#lib/restore/read/errors.ts'
import { getChunks } from './get-chunks.ts'

/** Bytes of a chunk that gains by company; larger ones are asked for by themselves. */
export const smallBytes = 256 * 1024
/** Bytes to a request: enough to make its own cost small, and soon there. */
const groupBytes = 4 * 1024 * 1024
/** Requests under way at once; what is wanted meanwhile gathers for the next one. */
const groupsAtOnce = 3
/** The same, where chunks have to be asked for one by one. */
const singlesAtOnce = 32

type Got = Uint8Array | HashedBytes

/** Gets one chunk by a request of its own. */
export type GetOne = (
  jobId: string,
  chunk: ObjectChunk,
  signal: AbortSignal,
) => Promise<Got | AsyncIterable<Uint8Array>>

interface Want {
  jobId: string
  chunk: ObjectChunk
  signal: AbortSignal
  resolve: (got: Got | AsyncIterable<Uint8Array>) => void
  reject: (error: unknown) => void
}

const ofClients = new WeakMap<BackupStorageClient, SmallChunks>()

/** The one place of a client where small chunks are asked for. */
export function smallChunks(client: BackupStorageClient, getOne: GetOne): SmallChunks {
  const of = ofClients.get(client) ?? new SmallChunks(client, getOne)
  ofClients.set(client, of)
  return of
}

/**
 * Small chunks that are wanted at the same time travel in one request (GetChunks, an extension), whoever wants them. A
 * request leaves at the end of the turn, unless enough are under way already; what is wanted meanwhile goes with the
 * next one.
 *
 * Chunks are asked for one by one until something tells of the endpoint that it has such extensions, and from when on it
 * says that it does not have this one.
 */
class SmallChunks {
  readonly #client: BackupStorageClient
  readonly #getOne: GetOne
  readonly #waiting: Want[] = []
  #running = 0
  #scheduled = false
  #groups: 'untold' | 'likely' | 'absent' = 'untold'

  constructor(client: BackupStorageClient, getOne: GetOne) {
    this.#client = client
    this.#getOne = getOne
  }

  /** The endpoint has other extensions that came with this one. */
  mayGroup(): void {
    if (this.#groups === 'untold') this.#groups = 'likely'
  }

  /** @throws {StorageRequestError} the chunk did not come; this one alone or all that went with it. */
  get(jobId: string, chunk: ObjectChunk, signal: AbortSignal): Promise<Got | AsyncIterable<Uint8Array>> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ jobId, chunk, signal, resolve, reject })
      this.#schedule()
    })
  }

  #schedule(): void {
    if (this.#scheduled || this.#running >= this.#atOnce) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      while (this.#waiting.length > 0 && this.#running < this.#atOnce) this.#start(this.#nextGroup())
    })
  }

  get #atOnce(): number {
    return this.#groups === 'likely' ? groupsAtOnce : singlesAtOnce
  }

  #nextGroup(): Want[] {
    const most = this.#groups === 'likely' ? GetChunksLimits.chunks : 1
    const { jobId } = this.#waiting[0]!
    let count = 0
    for (let bytes = 0; count < Math.min(this.#waiting.length, most); count++) {
      const next = this.#waiting[count]!
      bytes += next.chunk.length
      if (next.jobId !== jobId || (count > 0 && bytes > groupBytes)) break
    }
    return this.#waiting.splice(0, count)
  }

  #start(group: Want[]): void {
    const wanted = group.filter((want) => {
      if (want.signal.aborted) want.reject(want.signal.reason)
      return !want.signal.aborted
    })
    if (wanted.length === 0) return
    this.#running++
    const done = wanted.length === 1 ? this.#sendSingly(wanted) : this.#send(wanted)
    void done.finally(() => {
      this.#running--
      this.#schedule()
    })
  }

  async #send(group: Want[]): Promise<void> {
    using all = whileWanted(group)
    try {
      const chunks = group.map(({ chunk }) => chunk)
      const answers = await getChunks(this.#client, group[0]!.jobId, chunks, all.signal)
      for (const [i, answer] of answers.entries()) {
        if (answer instanceof Error) group[i]!.reject(answer)
        else group[i]!.resolve(answer)
      }
    } catch (error) {
      if (isAbsent(error)) this.#groups = 'absent'
      if (all.signal.aborted || isRetryable(error)) for (const { reject } of group) reject(error)
      else await this.#sendSingly(group)
    }
  }

  async #sendSingly(group: Want[]): Promise<void> {
    for (const { jobId, chunk, signal, resolve, reject } of group)
      await this.#getOne(jobId, chunk, signal).then(resolve, reject)
  }
}

/** A signal that is aborted when nobody of the group waits any more; who leaves before gets no answer. */
function whileWanted(group: readonly Want[]): { signal: AbortSignal } & Disposable {
  const left = new AbortController()
  const bySignal = Map.groupBy(group, ({ signal }) => signal)
  const leave = ({ target }: Event) => {
    const signal = target as AbortSignal
    for (const { reject } of bySignal.get(signal) ?? []) reject(signal.reason)
    bySignal.delete(signal)
    if (bySignal.size === 0) left.abort(signal.reason)
  }
  const signals = [...bySignal.keys()]
  for (const signal of signals) signal.addEventListener('abort', leave, { once: true })
  return {
    signal: left.signal,
    [Symbol.dispose]() {
      for (const signal of signals) signal.removeEventListener('abort', leave)
    },
  }
}

/** How an endpoint says that it has no such operation. */
function isAbsent(error: unknown): boolean {
  const { cause } = error as { cause?: { name?: string; $metadata?: { httpStatusCode?: number } } }
  return cause?.name === 'UnknownOperationException' || [404, 405, 501].includes(cause?.$metadata?.httpStatusCode ?? 0)
}
