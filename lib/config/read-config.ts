import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { type Config, ConfigError, httpUrl, isLoopback } from './config.ts'

/** What the command line may say; it wins over the environment. */
export interface ConfigFlags {
  host?: string
  port?: string
  storagePort?: string
  dataDir?: string
  publicUrl?: string
  endpoint?: string
  region?: string
  insecure?: boolean
  writeBudget?: string
}

type Environment = Record<string, string | undefined>

/** The repository, wherever the command is called from. */
const projectDir = resolve(import.meta.dirname, '../..')

/**
 * Reads environment and flags into a config that holds together.
 *
 * @param notice receives a line for a person where a setting is deliberately left out of account.
 * @throws {ConfigError} a value is not valid or contradicts another one.
 */
export function readConfig(
  env: Environment = process.env,
  flags: ConfigFlags = {},
  notice: (line: string) => void = () => {},
): Config {
  const host = readHost(flags.host ?? (env.THAW_HOST || '127.0.0.1'))
  const port = readPort(flags.port ?? (env.PORT || '3000'), flags.port ? '--port' : 'PORT')
  const publicUrl = readPublicUrl(flags.publicUrl ?? env.THAW_PUBLIC_URL)
  const insecure = flags.insecure ?? false
  if (publicUrl?.startsWith('http:') && !insecure)
    throw new ConfigError(`The public URL ${publicUrl} is not https. Sign-in needs https, or --insecure to do without.`)
  if (!isLoopback(host) && !publicUrl && !insecure)
    throw new ConfigError(
      `THAW_HOST=${host} can be reached from other machines, where sign-in needs https: set THAW_PUBLIC_URL=https://… to the address of the proxy in front, or pass --insecure to do without.`,
    )
  const usual = resolve(projectDir, 'data')
  const dataDir = resolve(flags.dataDir || env.THAW_DATA_DIR || usual)
  return {
    dataDir,
    ...(dataDir !== usual && { elsewhere: true as const }),
    dashboard: { host, port, ...(publicUrl && { publicUrl }), insecure },
    ...(env.THAW_TOKEN && { token: readToken(env.THAW_TOKEN) }),
    storage: readStorage(env, flags, { host, port }, notice),
  }
}

function readStorage(
  env: Environment,
  flags: ConfigFlags,
  dashboard: { host: string; port: number },
  notice: (line: string) => void,
): Config['storage'] {
  const region = flags.region || env.AWS_REGION || env.AWS_DEFAULT_REGION || 'us-east-1'
  if (flags.endpoint) {
    if (flags.storagePort)
      throw new ConfigError('--storage-port is for the embedded service, and with --endpoint there is none.')
    if (flags.writeBudget)
      throw new ConfigError('--write-budget is for the embedded service, and with --endpoint there is none.')
    const endpoint = readUrl(flags.endpoint, '--endpoint')
    return { kind: 'remote', endpoint, backupEndpoint: endpoint, region }
  }

  const port = readPort(
    flags.storagePort ?? (env.THAW_STORAGE_PORT || '9310'),
    flags.storagePort ? '--storage-port' : 'THAW_STORAGE_PORT',
  )
  const own = new Set([dashboard.host, '127.0.0.1', 'localhost', '::1'].map((host) => httpUrl(host, port)))
  const foreign = (name: string) => {
    const value = env[name] ? readUrl(env[name], name) : undefined
    if (!value || !own.has(value)) return value
    notice(`${name} is this service's own storage address and is ignored.`)
    return undefined
  }
  const endpoint = foreign('AWS_ENDPOINT_URL_BACKUPSTORAGE')
  const backupEndpoint = foreign('AWS_ENDPOINT_URL_BACKUP')
  if (endpoint && backupEndpoint) return { kind: 'remote', endpoint, backupEndpoint, region }
  if (endpoint || backupEndpoint) {
    const [set, missing] = endpoint ? ['BACKUPSTORAGE', 'BACKUP'] : ['BACKUP', 'BACKUPSTORAGE']
    throw new ConfigError(
      `AWS_ENDPOINT_URL_${set} is set but AWS_ENDPOINT_URL_${missing} is not: set both, or neither for the embedded service.`,
    )
  }
  if (foreign('AWS_ENDPOINT_URL'))
    throw new ConfigError(
      'AWS_ENDPOINT_URL alone does not say where backups are kept: set AWS_ENDPOINT_URL_BACKUPSTORAGE and AWS_ENDPOINT_URL_BACKUP, or pass --endpoint, or unset it for the embedded service.',
    )
  if (port === dashboard.port && port !== 0)
    throw new ConfigError(`The dashboard and the storage service cannot both listen on port ${port}.`)
  const writeBudget = readWriteBudget(
    flags.writeBudget ?? (env.THAW_WRITE_BUDGET || '256'),
    flags.writeBudget ? '--write-budget' : 'THAW_WRITE_BUDGET',
  )
  return { kind: 'embedded', host: dashboard.host, port, region, writeBudget }
}

function readHost(value: string): string {
  const host = value.replace(/^\[(.*)\]$/, '$1')
  if (isIP(host) || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(host)) return host.toLowerCase()
  throw new ConfigError(`THAW_HOST=${value} is neither a host name nor an IP address.`)
}

function readPort(value: string, name: string): number {
  if (/^\d{1,5}$/.test(value) && Number(value) <= 65535) return Number(value)
  throw new ConfigError(`${name}=${value} is not a port: expected a number from 0 to 65535.`)
}

/** The largest chunk has 64 MiB, and an eighth is kept for small writes. MiB. */
const leastWriteBudget = 80

/** @returns bytes. */
function readWriteBudget(value: string, name: string): number {
  const mebibytes = /^\d{1,7}$/.test(value) ? Number(value) : 0
  if (mebibytes >= leastWriteBudget) return mebibytes * 2 ** 20
  throw new ConfigError(`${name}=${value} is no size for writes under way: expected MiB, ${leastWriteBudget} or more.`)
}

/** @returns the URL without a trailing slash. */
function readUrl(value: string, name: string): string {
  const url = URL.parse(value)
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw new ConfigError(`${name}=${value} is not an http or https URL.`)
  if (url.username || url.password || url.search || url.hash)
    throw new ConfigError(`${name} must be a plain URL, without user name, query or fragment.`)
  return url.origin + url.pathname.replace(/\/+$/, '')
}

function readPublicUrl(value: string | undefined): string | undefined {
  if (!value) return undefined
  const url = readUrl(value, 'THAW_PUBLIC_URL')
  if (url !== new URL(url).origin)
    throw new ConfigError(`THAW_PUBLIC_URL=${value} has a path: the dashboard needs a host name of its own.`)
  return url
}

/** A token must be too long to guess: 128 bits by the alphabet it seems to be written in. */
function readToken(token: string): string {
  const bitsPerCharacter = /^\d+$/.test(token) ? Math.log2(10) : /^[0-9a-f]+$/i.test(token) ? 4 : 6
  if (!/^[\x21-\x7e]+$/.test(token))
    throw new ConfigError('THAW_TOKEN may hold visible ASCII characters only, no spaces.')
  if (token.length * bitsPerCharacter < 128 || new Set(token).size < 8)
    throw new ConfigError('THAW_TOKEN is too easy to guess: use 128 random bits or more, e.g. `openssl rand -hex 32`.')
  return token
}
