import { accessSync, constants } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { type Config, ConfigError } from '#lib/config/config.ts'
import { type ConfigFlags, readConfig } from '#lib/config/read-config.ts'
import { type Running, removeRunning, writeRunning } from '#lib/config/running.ts'
import { createDigests } from '#lib/downloads/deliver/digests.ts'
import { restoreRecords } from '#lib/downloads/receipts/restore-records.ts'
import type { Ledger } from '#lib/ledger/ledger.ts'
import { ledgerKey } from '#lib/ledger/ledger-key.ts'
import { lostWithLedger, openReplaceableLedger, type ReplacedLedger } from '#lib/ledger/sqlite/replaceable-ledger.ts'
import type { Log } from '#lib/log.ts'
import { makeFolders } from '#lib/posix/make-folders.ts'
import type { Runtime } from '#lib/runtime.ts'
import { DataFolderError } from '#lib/service/data-folder/errors.ts'
import { refuseForeignFolder } from '#lib/service/data-folder/foreign.ts'
import { lockFolder } from '#lib/service/data-folder/lock.ts'
import type { Service, ServiceOptions } from '#lib/service/open.ts'
import { issueSignInCode, signInLink } from '#lib/session/sign-in.ts'
import type { Scope } from '#lib/verification/index.ts'
import { createLog } from './log.ts'
import { atSampleTime, sampleClock } from './sample-time.ts'
import { thawCommand } from './thaw-command.ts'
import { untilStopped } from './until-stopped.ts'

type ServeFlags = ConfigFlags & { sample?: boolean; verbose?: boolean }

/** `thaw serve`: the dashboard, and the storage service in the same process unless an endpoint is given. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('start the dashboard, and the storage service unless an endpoint is given')
    .option('--port <number>', 'port of the dashboard (PORT, 3000)')
    .option('--storage-port <number>', 'port of the storage service (THAW_STORAGE_PORT, 9310)')
    .option('--host <address>', 'address both listen on (THAW_HOST, 127.0.0.1)')
    .option('--data-dir <path>', 'where everything is kept (THAW_DATA_DIR, data in the project)')
    .option('--public-url <url>', 'https address of the proxy in front of the dashboard (THAW_PUBLIC_URL)')
    .option('--endpoint <url>', 'browse the storage at this address instead of running one')
    .option('--region <name>', 'AWS region to sign for (AWS_REGION, us-east-1)')
    .option('--insecure', 'serve plain HTTP beyond this machine')
    .option('--write-budget <MiB>', 'writes under way at once (THAW_WRITE_BUDGET, 256)')
    .option('--sample', 'put a sample into an empty store')
    .option('--verbose', 'log every request')
    .action(async (flags: ServeFlags) => {
      await serve(flags)
      // All of ours is closed by now; a timer that a page's library left behind must not keep the process.
      process.exit()
    })
}

async function serve(flags: ServeFlags): Promise<void> {
  const config = readConfig(undefined, flags, (line) => console.error(line))
  const log = createLog(flags.verbose ? 'info' : 'warn')

  await using resources = new AsyncDisposableStack()
  // The embedded service takes its folder itself.
  if (config.storage.kind === 'remote') resources.use(await takeDataDir(config.dataDir))
  let ledger: Ledger | undefined
  const restores = restoreRecords(() => ledger)
  const storage = await openStorage(config, { log, restores }, resources)
  // Nobody else serves from this folder: it is locked.
  const path = join(config.dataDir, 'ledger.sqlite')
  ledger = resources.use(await openReplaceableLedger(path, tellReplaced(log), { role: 'server' }))
  // A store of an older version was known by the address at which it is served.
  if (storage.isOfOlderVersion) await ledger.storages.adopt(storage.endpoint, ledgerKey(storage))
  if (storage.readOnly) console.error(`${storage.readOnly.reason}, so no write is taken. ${storage.readOnly.remedy}.`)
  else if (flags.sample) await seedSample(config, storage)
  // Loaded late: a wrong setting or a store in use is told before the framework is read in.
  const { startDashboard } = await import('#lib/server/dashboard.ts')
  const verifications = resources.use(await openVerifications(config, ledger, storage, log))
  const digests = resources.use(createDigests())
  const dashboard = resources.use(await startDashboard({ config, ledger, storage, verifications, digests, log }))

  writeRunning(config.dataDir, running(config, storage, dashboard.url))
  resources.defer(() => removeRunning(config.dataDir, process.pid))
  console.log(`Dashboard  ${signInLink(dashboard.url, await issueSignInCode(ledger, Date.now()))}`)
  const place = config.elsewhere ? ` --data-dir ${config.dataDir}` : ''
  console.log(`           signs in once, within ten minutes; another link: ${thawCommand()} sign-in${place}`)
  console.log(`Storage    ${storage.endpoint}`)
  console.log(
    config.storage.kind === 'embedded'
      ? `           point an AWS client at it: eval "$(${thawCommand()} env${place})"`
      : `           remote, region ${storage.region}, credentials as any AWS client finds them`,
  )
  await untilStopped(() => removeRunning(config.dataDir, process.pid))
}

function tellReplaced(log: Log) {
  return ({ path, movedTo, error }: ReplacedLedger) =>
    log.error(
      { err: error },
      `${path} was damaged: it is kept as ${movedTo}, and a new one is begun. ${lostWithLedger}`,
    )
}

/** Makes the folder where there is none, and locks it. */
async function takeDataDir(dataDir: string): Promise<Disposable> {
  try {
    await refuseForeignFolder(dataDir)
    makeFolders(dataDir, 0o700)
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
    return lockFolder(dataDir)
  } catch (error) {
    if (error instanceof DataFolderError) throw error
    throw new ConfigError(`The data folder ${dataDir} cannot be written to: ${(error as Error).message}`)
  }
}

async function openStorage(
  config: Config,
  { log, restores }: Pick<ServiceOptions, 'log' | 'restores'>,
  resources: AsyncDisposableStack,
): Promise<Runtime['storage'] & Partial<Pick<Service, 'readOnly' | 'isOfOlderVersion'>>> {
  if (config.storage.kind === 'remote') return { endpoint: config.storage.endpoint, region: config.storage.region }
  const { openService } = await import('#lib/service/open.ts')
  const { kind: _, ...settings } = config.storage
  return resources.use(await openService({ dataDir: config.dataDir, ...settings, log, restores, clock: sampleClock }))
}

/** Goes on with what an earlier run left. */
async function openVerifications({ storage: from }: Config, ledger: Ledger, storage: Runtime['storage'], log: Log) {
  const { BackupClient } = await import('@aws-sdk/client-backup')
  const { BackupStorageClient } = await import('@aws-sdk/client-backupstorage')
  const { sdkSource } = await import('#lib/storage/sdk-source.ts')
  const { createVerifications } = await import('#lib/verification/index.ts')
  const onError = (error: unknown, { jobId, prefix, name }: Partial<Scope> = {}) =>
    log.error({ err: error, jobId, prefix, name }, 'A verification met an error')
  const endpoint = from.kind === 'remote' ? from.backupEndpoint : storage.endpoint
  const backup = new BackupClient({ ...storage, endpoint })
  const source = sdkSource({ storage: new BackupStorageClient(storage), backup, endpoint: ledgerKey(storage) })
  return createVerifications({ ledger, source, onError })
}

async function seedSample({ storage, dataDir }: Config, connection: Runtime['storage']): Promise<void> {
  if (storage.kind === 'remote') return console.error('No sample is put into a remote storage.')
  const { BackupClient } = await import('@aws-sdk/client-backup')
  const { BackupStorageClient } = await import('@aws-sdk/client-backupstorage')
  const { seedEmptyStore } = await import('./sample-data.ts')
  const clients = { storage: new BackupStorageClient(connection), backup: new BackupClient(connection) }
  await seedEmptyStore({ ...clients, dataDir, signal: new AbortController().signal, at: atSampleTime })
}

function running(
  { storage }: Config,
  { endpoint, storeId, region }: Runtime['storage'],
  dashboardUrl: string,
): Running {
  return {
    pid: process.pid,
    storageEndpoint: endpoint,
    storeId,
    backupEndpoint: storage.kind === 'remote' ? storage.backupEndpoint : endpoint,
    embedded: storage.kind === 'embedded',
    dashboardUrl,
    region,
  }
}
