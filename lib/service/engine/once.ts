import { createHash } from 'node:crypto'
import { ServiceError } from '../errors.ts'
import type { RequestOutcome, SignedRequest } from '../index-store.ts'
import { KeyedLock } from '../keyed-lock.ts'
import { recoveryPointArn } from './arns.ts'
import type { CallContext, Engine, Parts } from './engine.ts'
import { EMPTY_CHECKSUM } from './optional-body.ts'

type Operation = (input: never, context: CallContext) => Promise<object>
/** Gives the answer once more. `made`: what the index keeps of the first time. */
type Retell = (input: never, made: string) => Promise<object>
type Retellings = {
  [Name in keyof Engine]?: (input: Parameters<Engine[Name]>[0], made: string) => ReturnType<Engine[Name]>
}

const nothing = async () => ({})

/** Every operation that writes, and how its answer is given once more. */
const retellings = ({ index, region }: Pick<Parts, 'index' | 'region'>): Retellings => ({
  startObject: async (_input, made) => ({ UploadId: made }),
  putChunk: async ({ Checksum }) => ({ ChunkChecksum: Checksum, ChunkChecksumAlgorithm: 'SHA256' }),
  notifyObjectComplete: async ({ ObjectChecksum }) => ({ ObjectChecksum, ObjectChecksumAlgorithm: 'SUMMARY' }),
  putObject: async ({ InlineChunkChecksum: chunk = EMPTY_CHECKSUM }) => ({
    InlineChunkChecksum: chunk,
    InlineChunkChecksumAlgorithm: 'SHA256',
    ObjectChecksum: chunk === EMPTY_CHECKSUM ? EMPTY_CHECKSUM : summaryOfOne(chunk),
    ObjectChecksumAlgorithm: 'SUMMARY',
  }),
  deleteObject: nothing,
  commitBackupJob: nothing,
  failBackupJob: nothing,
  confirmBackupJob: nothing,
  collectGarbage: async (_input, made) => JSON.parse(made),
  async startBackupJob(_input, made) {
    const job = await index.job(made)
    return {
      BackupJobId: made,
      RecoveryPointArn: recoveryPointArn(region, made),
      CreationDate: job && new Date(job.createdAt),
      IsParent: false,
    }
  },
  stopBackupJob: nothing,
  deleteRecoveryPoint: nothing,
})

/** The SUMMARY of an object of this one chunk. */
function summaryOfOne(checksum: string): string {
  return createHash('sha256').update(Buffer.from(checksum, 'base64')).digest('base64')
}

/**
 * The engine so that a signed request acts once: the same signature again, for as long as it is valid, is answered as it
 * was the first time, also where the first one is still under way or the service was started anew in between. A writer
 * whose answer was lost so learns what came of its request; somebody who captured it cannot have it done again.
 *
 * What may be done by the next try (5xx, 429, a body that broke off or is another one than was signed for) is not kept.
 */
export function once(engine: Engine, { index, region }: Pick<Parts, 'index' | 'region'>): Engine {
  const turns = new KeyedLock()

  const acting =
    (act: Operation, retell: Retell): Operation =>
    (input, context) => {
      const { request } = context
      if (!request) return act(input, context)
      return turns.run(request.signature, async () => {
        const before = await index.request(request)
        if (before) return again(before, input, retell)
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

  const writes = Object.entries(retellings({ index, region })).map(([name, retell]) => [
    name,
    acting(engine[name as keyof Engine] as Operation, retell as Retell),
  ])
  return { ...engine, ...Object.fromEntries(writes) }
}

async function again(before: RequestOutcome, input: never, retell: Retell): Promise<object> {
  if (before.refusal === undefined) return retell(input, before.made ?? '')
  const { name, status, message, members } = JSON.parse(before.refusal)
  const hint = 'This same signed request was refused before; to have it tried again, sign it anew'
  throw new ServiceError(name, status, `${message}. ${hint}`, { members })
}

/** Trying again would not help: not a fault of the service, and nothing about the bytes that came with the request. */
const isFinal = (error: unknown): error is ServiceError => error instanceof ServiceError && !error.retryable

const encode = ({ name, status, message, members }: ServiceError) => JSON.stringify({ name, status, message, members })
