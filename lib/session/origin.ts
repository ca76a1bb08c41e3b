import { type Config, httpUrl, isLoopback, isWildcard } from '#lib/config/config.ts'

/**
 * The Host headers the dashboard answers to; any other name that resolves here (DNS rebinding) is refused.
 *
 * @param addresses the machine's own names and addresses, which count where the listener is open to all of them.
 */
export function allowedHosts({ dashboard }: Config, addresses: readonly string[]): Set<string> {
  const { host, port, publicUrl } = dashboard
  const names = ['127.0.0.1', 'localhost', host]
  if (host === '::1' || isWildcard(host)) names.push('::1')
  if (isWildcard(host) && !publicUrl) names.push(...addresses)
  const hosts = new Set(names.filter((name) => !isWildcard(name)).map((name) => new URL(httpUrl(name, port)).host))
  if (publicUrl) hosts.add(new URL(publicUrl).host)
  return hosts
}

/**
 * The origin a request that changes something must name, given the (allowed) Host it came with. A proxy in front may
 * pass its own Host on or speak to the loopback address: both mean the public address.
 *
 * @returns that origin, or undefined when `origin` is missing or another one.
 */
export function trustedOrigin({ dashboard }: Config, host: string, origin: string | undefined): string | undefined {
  const { publicUrl } = dashboard
  const publicHost = publicUrl && new URL(publicUrl).host
  const viaLoopback = isLoopback(URL.parse(`http://${host}`)?.hostname.replace(/^\[|\]$/g, '') ?? '')
  const expected = [
    ...(publicUrl && (host === publicHost || viaLoopback) ? [publicUrl] : []),
    ...(host === publicHost ? [] : [`http://${host}`]),
  ]
  return expected.find((candidate) => candidate === origin)
}
