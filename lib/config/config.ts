/** Everything a person can set, read once at start. Ports may be 0 (any free one) until the listeners are open. */
export interface Config {
  /** Absolute path. */
  dataDir: string
  /** It is not the folder that commands look in by themselves: they must be told it. */
  elsewhere?: true
  dashboard: {
    host: string
    port: number
    /** The origin people type when a proxy stands in front, without a trailing slash. */
    publicUrl?: string
    /** The person accepted plain HTTP outside loopback. */
    insecure: boolean
  }
  /** Lets scripts read with `Authorization: Bearer`. */
  token?: string
  storage:
    | {
        kind: 'embedded'
        host: string
        port: number
        region: string
        /** Bytes of writes that may be under way at once. */
        writeBudget: number
      }
    | { kind: 'remote'; endpoint: string; backupEndpoint: string; region: string }
}

/** A setting that is wrong or contradicts another one; the message is for the person who set it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly retryable = false
}

/** Whether only this machine can reach a listener on `host`. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

/** Whether a listener on `host` answers on every address of the machine. */
export function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::'
}

/** `http://host:port`, with the brackets an IPv6 address needs. A wildcard becomes an address one can connect to. */
export function httpUrl(host: string, port: number): string {
  const reachable = isWildcard(host) ? '127.0.0.1' : host
  return new URL(`http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`).origin
}

/** The address people open the dashboard at. */
export function dashboardUrl({ dashboard }: Config): string {
  return dashboard.publicUrl ?? httpUrl(dashboard.host, dashboard.port)
}
