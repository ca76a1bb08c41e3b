import { existsSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { hostname, networkInterfaces } from 'node:os'
import { resolve } from 'node:path'
import { type Config, dashboardUrl, httpUrl } from '#lib/config/config.ts'
import { settleFrameworkEnvironment } from '#lib/config/environment.ts'
import type { Ledger } from '#lib/ledger/ledger.ts'
import type { Log } from '#lib/log.ts'
import { prepareToStop } from '#lib/prepare-to-stop.ts'
import { provideRuntime, type Runtime } from '#lib/runtime.ts'
import { allowedHosts } from '#lib/session/origin.ts'
import { createFrontDoor, type FrontDoorOptions } from './front-door.ts'
import { listen } from './listen.ts'
import { refuseConnection } from './refusal.ts'
import { contentSecurityPolicy, defaultHeaders } from './response-headers.ts'
import { openAssets } from './static-assets.ts'

const projectDir = resolve(import.meta.dirname, '../..')

export interface DashboardOptions {
  config: Config
  ledger: Ledger
  storage: Runtime['storage']
  verifications: Runtime['verifications']
  digests: Runtime['digests']
  log: Log
}

/** Disposing it takes no new requests, lets the running ones finish for up to 15 seconds, then cuts them. */
export interface Dashboard extends AsyncDisposable {
  /** The address people open. */
  readonly url: string
  /** The settings with the port that was really taken. */
  readonly config: Config
}

/** The pages were never built, or not since they were cleaned away. */
export class NotBuiltError extends Error {
  override readonly name = 'NotBuiltError'
  readonly retryable = false
}

/**
 * Opens the dashboard's listener and the built pages behind it.
 *
 * @throws {NotBuiltError}
 * @throws {ListenError} the address cannot be had.
 */
export async function startDashboard(options: DashboardOptions): Promise<Dashboard> {
  if (!existsSync(resolve(projectDir, '.next/BUILD_ID')))
    throw new NotBuiltError(
      'The dashboard is not built yet: `npm start` builds and starts it, `npm run build` builds it.',
    )
  const { config, ledger, storage, verifications, digests, log } = options
  const { host } = config.dashboard
  return openDashboard({ config, log }, async (server, settled) => {
    provideRuntime({ config: settled, ledger, storage, verifications, digests, log })
    settleFrameworkEnvironment(httpUrl(host, settled.dashboard.port))
    const { default: next } = await import('next')
    const app = next({
      dev: false,
      dir: projectDir,
      hostname: host,
      port: settled.dashboard.port,
      httpServer: server,
      quiet: true,
    })
    await app.prepare()
    const serveAsset = openAssets(resolve(projectDir, '.next/compressed'))
    const handle = app.getRequestHandler()
    return {
      handle: async (req, res) => {
        if (!serveAsset(req, res)) await handle(req, res)
      },
      close: () => app.close(),
    }
  })
}

interface Pages {
  handle: FrontDoorOptions['handle']
  close(): Promise<void>
}

/**
 * The listener with whatever answers behind it.
 *
 * @param prepare is called once the port is known; requests that come in earlier wait for it.
 * @param patienceMs how long a connection may stand still.
 */
export async function openDashboard(
  { config, log }: Pick<DashboardOptions, 'config' | 'log'>,
  prepare: (server: Server, config: Config) => Promise<Pages>,
  patienceMs = 120_000,
): Promise<Dashboard> {
  const server = createServer({
    headersTimeout: 15_000,
    requestTimeout: 60_000,
    keepAliveTimeout: 10_000,
    // A missing Host is refused by the front door, with the headers of every response; so is every upgrade.
    requireHostHeader: false,
    shouldUpgradeCallback: () => false,
  })
  // Inactivity in either direction: a reader that takes nothing for this long is gone.
  server.timeout = patienceMs
  const stop = prepareToStop(server)
  const { port } = await listen(server, config.dashboard)
  const settled = { ...config, dashboard: { ...config.dashboard, port } }

  let stopping = false
  const pages = prepare(server, settled)
  const frontDoor = createFrontDoor({
    config: settled,
    hosts: allowedHosts(settled, ownAddresses()),
    handle: async (req, res) => (await pages).handle(req, res),
    isStopping: () => stopping,
    log,
  })
  for (const event of ['request', 'checkContinue', 'checkExpectation']) server.on(event, frontDoor)
  server.on('clientError', (error, socket) =>
    refuseConnection(error, socket, defaultHeaders(contentSecurityPolicy('none'))),
  )

  try {
    await pages
  } catch (error) {
    server.closeAllConnections()
    server.close()
    throw error
  }
  return {
    url: dashboardUrl(settled),
    config: settled,
    async [Symbol.asyncDispose]() {
      stopping = true
      await stop()
      await (await pages).close()
    },
  }
}

function ownAddresses(): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((entries) => entries ?? [])
  return [hostname().toLowerCase(), ...addresses.filter(({ scopeid }) => !scopeid).map(({ address }) => address)]
}
