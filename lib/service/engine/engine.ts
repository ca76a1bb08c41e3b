import type { Readable } from 'node:stream'
import type * as backup from '@aws-sdk/client-backup'
import type * as storage from '@aws-sdk/client-backupstorage'
import type * as extensions from '@aws-sdk/client-backupstorage/extensions'
import type { ReadOnly } from '../index-health.ts'
import type { IndexStore, SignedRequest } from '../index-store.ts'
import type { OperationName } from '../operations.ts'
import type { ChunkStore } from '../ports.ts'
import type { Records } from './records.ts'
import type { RestoreRecords } from './restore-jobs.ts'
import type { Tokens } from './tokens.ts'
import type { Turns } from './turns.ts'

export interface CallContext {
  requestId: string
  signal: AbortSignal
  /** The signature it came with; what it asks for is done once (once.ts). */
  request?: SignedRequest | undefined
  /** Takes memory for the payload that will be answered, before it is read. */
  reserve?: ((bytes: number) => Promise<void>) | undefined
}

/** What the engine stands on. */
export interface Parts {
  index: IndexStore
  chunks: ChunkStore
  records: Records
  tokens: Tokens
  turns: Turns
  /** Milliseconds since the epoch. */
  clock: () => number
  /** Part of the ARNs it gives out. */
  region: string
  /** Where its restore jobs are recorded. */
  restores?: RestoreRecords | undefined
  /** Why no write is taken now, and what to do about it; undefined where writes are taken. */
  readOnly: () => ReadOnly | undefined
  /** Why nothing may be freed now, as a sentence; undefined where it may. */
  keepGarbage: () => Promise<string | undefined>
}

type Commands = typeof backup & typeof storage & typeof extensions
type CommandOf<Name extends OperationName> = InstanceType<Commands[`${Name}Command`]>
/** The input with its streaming member as bytes that arrive. */
type Streamed<I> = {
  [Member in keyof I]: Readable extends I[Member] ? AsyncIterable<Uint8Array> | undefined : I[Member]
}
/** The output with its streaming member whole. */
type Whole<O> = {
  [Member in keyof O]: O[Member] extends Stream | undefined ? Buffer | undefined : O[Member]
}
type Stream = { transformToByteArray: unknown }
type Run<I, O> = (input: I, context: CallContext) => Promise<O>
type OutputOf<Name extends OperationName> = Awaited<
  ReturnType<ReturnType<CommandOf<Name>['resolveMiddleware']>>
>['output']
export type Input<Name extends OperationName> = Streamed<CommandOf<Name>['input']>
export type Output<Name extends OperationName> = Whole<Omit<OutputOf<Name>, '$metadata'>>

/**
 * The operations by what they mean, one method for each of the protocol's table. Callers have checked the form (types,
 * required members, enumerations); the engine checks the rest.
 *
 * @throws {ServiceError} what the caller is to be told. Anything else thrown is a fault.
 */
export type Engine = { [Name in OperationName as Uncapitalize<Name>]: Run<Input<Name>, Output<Name>> } & OwnWork

/** What no client asks for. */
export interface OwnWork {
  /** For maintenance: what nobody has gone on with for seven days is given up. */
  expireUploads: Run<{ unusedMs?: number }, { uploads: number }>
}
