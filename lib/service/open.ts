import { createHmac } from 'node:crypto'
import type { HttpHandler } from '@smithy/core/protocols'
import { offerListing, offerReading, offerReadingTogether } from '#lib/handover.ts'
import { openFsChunkStore } from './chunks/fs/index.ts'
import { type Credentials, loadCredentials } from './credentials.ts'
import { createEngine, type RestoreRecords } from './engine/index.ts'
import { guardGarbage } from './garbage-guard.ts'
import { checkSqliteIndex } from './index/sqlite/check.ts'
import { openSqliteIndex } from './index/sqlite/index.ts'
import { startMaintenance } from './maintenance/maintenance.ts'
import { garbageCollection, requestExpiry, temporaryFileSweep } from './maintenance/steps.ts'
import { listingHere, readingHere, readingTogetherHere } from './reading-here.ts'
import { openStore, type Store } from './store.ts'
import { createWire, inProcessHandler, type LogLine, listen, MAX_SKEW_MS } from './wire/index.ts'

/** The part of pino's logger the service uses. */
export interface ServiceLog {
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}

export interface ServiceOptions {
  /** Absolute path; made when it is not there. */
  dataDir: string
  host: string
  /** 0 for any free one. */
  port: number
  /** Requests must be signed for it. */
  region: string
  log: ServiceLog
  /** Records of restores, told as restore jobs. */
  restores?: RestoreRecords | undefined
}

/** A storage service that runs in this process, reachable by socket and without one. */
export interface Service extends AsyncDisposable {
  /** Base URL without a trailing slash. */
  readonly endpoint: string
  readonly region: string
  readonly credentials: Credentials
  /** For SDK clients in this process. */
  readonly requestHandler: HttpHandler
  /**
   * Stops accepting requests, lets running ones finish for up to 15 seconds, breaks the rest, then closes the stores.
   */
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Opens a data folder and serves it. What was opened before a failure is closed again.
 *
 * @throws {FolderInUseError | FolderNotWritableError | FolderUnusableError | StoreFormatError} the folder.
 * @throws {CredentialsFileError} its key pair.
 * @throws {IndexFormatError | IndexUnavailableError | StoreUnavailableError} its contents.
 * @throws {ListenError} the address.
 */
export async function openService({ dataDir, host, port, region, log, restores }: ServiceOptions): Promise<Service> {
  await using opened = new AsyncDisposableStack()
  const store = opened.use(await openStore(dataDir))
  warnOfDoubts(store, log)
  const credentials = await loadCredentials(dataDir)
  const chunks = opened.use(await openFsChunkStore({ directory: store.paths.root, log }))
  const index = opened.use(await openSqliteIndex({ directory: store.paths.index }))
  const { index: directory } = store.paths
  const guard = await guardGarbage({ index, store, log }, (signal) => checkSqliteIndex({ directory }, signal))
  const tokenKey = tokenKeyOf(credentials)
  const engine = createEngine({ index, chunks, tokenKey, region, restores, keepGarbage: () => guard.reason() })
  const logLine = (line: LogLine) => logRequest(log, line)
  const wire = createWire({ engine, credentials, region, log: logLine })
  const steps = [
    garbageCollection(engine),
    temporaryFileSweep(store.paths.tmp),
    requestExpiry(index, { validMs: MAX_SKEW_MS }),
  ]
  opened.use(startMaintenance(steps, log))
  opened.use(guard)
  const listener = opened.use(await listen(wire, { host, port }))
  const requestHandler = inProcessHandler(wire)
  offerReading(requestHandler, readingHere(engine, logLine))
  offerReadingTogether(requestHandler, readingTogetherHere(engine, logLine))
  offerListing(requestHandler, listingHere(engine, logLine))
  const running = opened.move()
  return {
    endpoint: listener.endpoint,
    region,
    credentials,
    requestHandler,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

/** Tokens outlive a restart and end with the key pair. */
function tokenKeyOf({ secretAccessKey }: Credentials): Buffer {
  return createHmac('sha256', secretAccessKey).update('tokens').digest()
}

function warnOfDoubts({ probe, paths: { dataDir } }: Store, log: ServiceLog): void {
  if (!probe.folderSync)
    log.warn({ dataDir }, 'The file system cannot make folders durable: a power cut may lose what was just stored')
  if (!probe.plausibleSync)
    log.warn(
      { dataDir },
      'The disk confirms writes faster than it can keep them: a power cut may lose what was just stored',
    )
}

function logRequest(log: ServiceLog, line: LogLine): void {
  if (line.status >= 500) log.error(line, 'Request failed')
  else log.info(line, 'Request')
}
