import { createHmac } from 'node:crypto'
import { join } from 'node:path'
import type { HttpHandler } from '@smithy/core/protocols'
import type { Log } from '#lib/log.ts'
import { offerListing, offerReading, offerReadingTogether } from '#lib/storage/handover.ts'
import { openFsChunkStore } from './chunks/fs/index.ts'
import { type Credentials, loadCredentials } from './credentials.ts'
import { createEngine, openRecords, type RestoreRecords, type SettledMark } from './engine/index.ts'
import { checkDatabase } from './index/sqlite/check.ts'
import { INDEX_FILE } from './index/sqlite/index.ts'
import { guardIndex, notTheLast } from './index-guard.ts'
import { IndexHealth, type ReadOnly } from './index-health.ts'
import { startMaintenance } from './maintenance/maintenance.ts'
import {
  garbageCollection,
  indexCopy,
  indexWatch,
  requestExpiry,
  temporaryFileSweep,
  uploadExpiry,
} from './maintenance/steps.ts'
import { openIndex } from './open-index.ts'
import { doubtWithoutPacks } from './packs-in-place.ts'
import { listingHere, readingHere, readingTogetherHere } from './reading-here.ts'
import { openStore, type Store } from './store.ts'
import { watchPlace } from './watch-place.ts'
import { createWire, createWriteBudget, inProcessHandler, type LogLine, listen, MAX_SKEW_MS } from './wire/index.ts'

export interface ServiceOptions {
  /** Absolute path; made when it is not there. */
  dataDir: string
  host: string
  /** 0 for any free one. */
  port: number
  /** Requests must be signed for it. */
  region: string
  /** Bytes of writes that may be under way at once. 256 MiB. */
  writeBudget?: number | undefined
  log: Log
  /** Records of restores, told as restore jobs. */
  restores?: RestoreRecords | undefined
  /** What operations take for now, in milliseconds since the epoch; maintenance and signatures go by the real time. */
  clock?: () => number
}

/** A storage service that runs in this process, reachable by socket and without one. */
export interface Service extends AsyncDisposable {
  /** Base URL without a trailing slash. */
  readonly endpoint: string
  /** UUID of the store: the same wherever it is served. */
  readonly storeId: string
  /** The store is of a version that kept no id of it. */
  readonly isOfOlderVersion: boolean
  readonly region: string
  readonly credentials: Credentials
  /** For SDK clients in this process. */
  readonly requestHandler: HttpHandler
  /** Why no write is taken now, and what to do about it; undefined where writes are taken. */
  readonly readOnly?: ReadOnly | undefined
  /**
   * Stops accepting requests, lets running ones finish for up to 15 seconds, breaks the rest, then closes the stores.
   */
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Opens a data folder and serves it. What was opened before a failure is closed again. A damaged, missing or older index
 * is no failure: the service starts, gives what can be read of it, and takes no write.
 *
 * @throws {FolderInUseError | FolderNotWritableError | FolderUnusableError | StoreFormatError} the folder.
 * @throws {CredentialsFileError} its key pair.
 * @throws {IndexFormatError | IndexUnavailableError | StoreUnavailableError} its contents.
 * @throws {ListenError} the address.
 */
export async function openService(options: ServiceOptions): Promise<Service> {
  const { dataDir, host, port, region, writeBudget, log, restores, clock = Date.now } = options
  await using opened = new AsyncDisposableStack()
  const store = opened.use(await openStore(dataDir))
  warnOfDoubts(store, log)
  const credentials = await loadCredentials(dataDir)
  const { root } = store.paths
  const chunks = opened.use(await openFsChunkStore({ directory: root, log, sequencesFrom: store.header.settled }))
  const file = join(store.paths.index, INDEX_FILE)
  const health = new IndexHealth(({ reason, remedy }, detail) => log.error({ file, detail }, `${reason}. ${remedy}`))
  const { index, usable } = await openIndex(store, health, log)
  opened.use(index)
  const check = (signal: AbortSignal) => checkDatabase(file, 'quick_check', signal)
  const guard = usable ? await guardIndex({ index, file, store, health, log }, check) : undefined
  if (usable) await doubtWithoutPacks(index, root, health)
  const isSound = async () => (await guard?.isSound()) ?? false
  const onBehind = (error: Error) => health.doubt(notTheLast(file), error.message)
  const records = health.readOnly
    ? undefined
    : opened.use(await openRecords({ index, chunks }, { mark: settledMark(store), isSound, onBehind, log }))
  const engine = createEngine({
    index,
    chunks,
    records,
    tokenKey: tokenKeyOf(credentials, store.header.generation),
    region,
    clock,
    restores,
    readOnly: () => health.readOnly,
    keepGarbage: async () => guard?.keepGarbage(),
  })
  const logLine = (line: LogLine) => logRequest(log, line)
  const writes = createWriteBudget({ total: writeBudget })
  const wire = createWire({ engine, credentials, region, log: logLine, writes })
  const steps = [garbageCollection(engine), temporaryFileSweep(store.paths.tmp)]
  if (usable) {
    steps.push(uploadExpiry(engine))
    steps.push(requestExpiry(index, { validMs: MAX_SKEW_MS }))
    steps.push(indexWatch(file, await watchPlace(file), health))
    steps.push(indexCopy({ file, folder: store.paths.copies }, health))
  }
  opened.use(startMaintenance(steps, log))
  if (guard) opened.use(guard)
  const listener = opened.use(await listen(wire, { host, port }))
  const requestHandler = inProcessHandler(wire)
  offerReading(requestHandler, readingHere(engine, logLine))
  offerReadingTogether(requestHandler, readingTogetherHere(engine, logLine))
  offerListing(requestHandler, listingHere(engine, logLine))
  const running = opened.move()
  return {
    endpoint: listener.endpoint,
    storeId: store.id,
    isOfOlderVersion: store.header.id === undefined,
    region,
    credentials,
    requestHandler,
    get readOnly() {
      return health.readOnly
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

/** Tokens outlive a restart; they end with the key pair, and with an index made anew, whose rows have other ids. */
function tokenKeyOf({ secretAccessKey }: Credentials, generation: string): Buffer {
  return createHmac('sha256', secretAccessKey).update(`tokens ${generation}`).digest()
}

function settledMark(store: Store): SettledMark {
  let { settled } = store.header
  return {
    get settled() {
      return settled
    },
    async write(next) {
      await store.writeHeader({ settled: next })
      settled = next
    },
  }
}

function warnOfDoubts({ probe, paths: { dataDir } }: Store, log: Log): void {
  if (!probe.folderSync)
    log.warn({ dataDir }, 'The file system cannot make folders durable: a power cut may lose what was just stored')
  if (!probe.plausibleSync)
    log.warn(
      { dataDir },
      'The disk confirms writes faster than it can keep them: a power cut may lose what was just stored',
    )
}

function logRequest(log: Log, line: LogLine): void {
  if (line.status >= 500) log.error(line, 'Request failed')
  else log.info(line, 'Request')
}
