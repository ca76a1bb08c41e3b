import { createHash } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { ServiceError, throttling } from '../errors.ts'
import type { JobState, RequestOutcome, SignedRequest } from '../index-store.ts'
import { KeyedLock } from '../keyed-lock.ts'
import type { WritingOperation } from '../operations.ts'
import { recoveryPointArn } from './arns.ts'
import type { Engine, Input, Output, Parts } from './engine.ts'
import { existingObject } from './existing-object.ts'
import { EMPTY_CHECKSUM } from './optional-body.ts'
import { type AnyOperation, wrapped } from './wrapped.ts'

/** The answer once more, where what it says is still so. `made`: what the index keeps of the first time. */
type Retell = (input: never, made: string) => Promise<object | undefined>
type Retellings = {
  [Name in WritingOperation as Uncapitalize<Name>]: (
    input: Input<Name>,
    made: string,
  ) => Promise<Output<Name> | undefined>
}

/** What nothing that comes later undoes. */
const forGood = async () => ({})

/** Every operation that writes, and how its answer is given once more. */
const retellings = ({ index, region }: Pick<Parts, 'index' | 'region'>): Retellings => ({
  async startObject({ BackupJobId: jobId = '' }, made) {
    const upload = await index.upload({ jobId, uploadId: made })
    return upload && !upload.completion ? { UploadId: made } : undefined
  },
  async putChunk({ BackupJobId: jobId = '', UploadId: uploadId = '', Checksum }) {
    return (await index.upload({ jobId, uploadId })) && { ChunkChecksum: Checksum, ChunkChecksumAlgorithm: 'SHA256' }
  },
  notifyObjectComplete: async ({ BackupJobId, ObjectChecksum }) =>
    (await isIn(index, BackupJobId, ['RUNNING', 'COMPLETED']))
      ? { ObjectChecksum, ObjectChecksumAlgorithm: 'SUMMARY' }
      : undefined,
  async putObject({ BackupJobId = '', ObjectName = '', InlineChunkChecksum: chunk = EMPTY_CHECKSUM, MetadataString }) {
    const summary = chunk === EMPTY_CHECKSUM ? EMPTY_CHECKSUM : summaryOfOne(chunk)
    const object = await existingObject(index, BackupJobId, ObjectName)
    if (object?.checksum !== summary || object.metadata !== MetadataString || object.blob) return undefined
    return {
      InlineChunkChecksum: chunk,
      InlineChunkChecksumAlgorithm: 'SHA256',
      ObjectChecksum: summary,
      ObjectChecksumAlgorithm: 'SUMMARY',
    }
  },
  async deleteObject({ BackupJobId, ObjectName = '' }) {
    const there = await isIn(index, BackupJobId, ['RUNNING', 'COMPLETED'])
    return there && !(await existingObject(index, BackupJobId ?? '', ObjectName)) ? {} : undefined
  },
  commitBackupJob: async ({ BackupJobId }) => ((await isIn(index, BackupJobId, ['COMPLETED'])) ? {} : undefined),
  failBackupJob: forGood,
  confirmBackupJob: async ({ BackupJobId }) => ((await isIn(index, BackupJobId, ['COMPLETED'])) ? {} : undefined),
  collectGarbage: async (_input, made) => JSON.parse(made),
  async startBackupJob(_input, made) {
    const job = await index.job(made)
    if (job?.state !== 'RUNNING') return undefined
    return {
      BackupJobId: made,
      RecoveryPointArn: recoveryPointArn(region, made),
      CreationDate: new Date(job.createdAt),
      IsParent: false,
    }
  },
  stopBackupJob: forGood,
  deleteRecoveryPoint: forGood,
})

async function isIn(index: Parts['index'], jobId = '', states: JobState[]): Promise<boolean> {
  const job = await index.job(jobId)
  return job !== undefined && states.includes(job.state)
}

/** The SUMMARY of an object of this one chunk. */
function summaryOfOne(checksum: string): string {
  return createHash('sha256').update(Buffer.from(checksum, 'base64')).digest('base64')
}

/**
 * The engine so that a signed request acts once: the same signature again, for as long as it is valid, is answered as it
 * was the first time, also where the first one is still under way or the service was started anew in between. A writer
 * whose answer was lost so learns what came of its request; somebody who captured it cannot have it done again. Where
 * the answer would not be true any more, and after a refusal, whoever asks is told to sign anew.
 *
 * What may be done by the next try (5xx, 429, a body that broke off or is another one than was signed for) is not kept.
 */
export function once(engine: Engine, { index, region }: Pick<Parts, 'index' | 'region'>): Engine {
  const turns = new KeyedLock()

  const acting =
    (act: AnyOperation, retell: Retell): AnyOperation =>
    (input, context) => {
      const { request } = context
      if (!request) return act(input, context)
      return turns.run(request.signature, async () => {
        const before = await index.request(request)
        if (before) return (await again(before, input, retell)) ?? signAnew(before, context.signal)
        try {
          const answer = await act(input, context)
          // What took no row of its own (a job stopped twice) has yet to be remembered.
          if (!(await index.request(request))) await remember(request, { made: JSON.stringify(answer) })
          return answer
        } catch (error) {
          if (isFinal(error)) await remember(request, { refusal: encode(error) })
          throw error
        }
      })
    }

  const remember = (request: SignedRequest, outcome: RequestOutcome) => index.rememberRequest({ request, outcome })

  const retell: { [name: string]: Retell } = { ...retellings({ index, region }) }
  return wrapped(engine, (run, name) => (retell[name] ? acting(run, retell[name]) : run))
}

const again = ({ made = '', refusal }: RequestOutcome, input: never, retell: Retell) =>
  refusal === undefined ? retell(input, made) : undefined

/**
 * Signatures tell one second from the next. The answer comes in the next one, whatever a client waits before it tries
 * again: that try is signed anew, and acts.
 *
 * @throws {ServiceError} ThrottlingException, which every client tries again.
 */
async function signAnew({ refusal }: RequestOutcome, signal: AbortSignal): Promise<never> {
  await setTimeout(1000, undefined, { signal })
  if (refusal === undefined)
    throw throttling('This same signed request was done before, and what it did has changed since. Sign it anew')
  const { name, message } = JSON.parse(refusal)
  throw throttling(`This same signed request was refused before (${name}: ${message}). To have it tried, sign it anew`)
}

/** Trying again would not help: not a fault of the service, and nothing about the bytes that came with the request. */
const isFinal = (error: unknown): error is ServiceError => error instanceof ServiceError && !error.retryable

const encode = ({ name, message }: ServiceError) => JSON.stringify({ name, message })
