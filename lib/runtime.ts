import type { HttpHandler } from '@smithy/core/protocols'
import type { Config } from '#lib/config/config.ts'
import type { Digests } from '#lib/downloads/deliver/digests.ts'
import type { Ledger } from '#lib/ledger/ledger.ts'
import type { Log } from '#lib/log.ts'
import type { Verifications } from '#lib/verification/verifications.ts'

/**
 * What `thaw serve` hands to the dashboard's bundled pages: they run in the same process, but Next bundles its own copy
 * of every module, so an object can only cross through `globalThis`.
 */
export interface Runtime {
  config: Config
  ledger: Ledger
  /** The tasks that read and hash in the background. */
  verifications: Verifications
  /** The thread that hashes what is delivered. */
  digests: Digests
  log: Log
  storage: {
    /** Base URL shown to people and used by the SDK clients, without a trailing slash. */
    endpoint: string
    /** Present when the service is embedded: UUID of its store, the same wherever it is served. */
    storeId?: string
    region: string
    /** Present when the service is embedded: SDK clients then call it in process instead of through a socket. */
    requestHandler?: HttpHandler
    /** Present when the service is embedded: its generated key pair. Otherwise the SDK's credential chain decides. */
    credentials?: { accessKeyId: string; secretAccessKey: string }
  }
}

const key = Symbol.for('thaw.runtime')

/** Hands the runtime over; called once, before the first page is asked for. */
export function provideRuntime(runtime: Runtime): void {
  Reflect.set(globalThis, key, runtime)
}

/** @throws {Error} when the pages run without `thaw serve` in front of them. */
export function runtime(): Runtime {
  const provided = Reflect.get(globalThis, key) as Runtime | undefined
  if (!provided)
    throw new Error('The dashboard runs behind `thaw serve`; start it with `npm start` or `bin/thaw serve`.')
  return provided
}
