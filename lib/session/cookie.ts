import type { Config } from '#lib/config/config.ts'
import { absoluteLimit } from './session.ts'

/**
 * The session cookie's name and attributes. Browsers do not keep the cookies of two ports of one host apart, so the
 * name carries the port. Behind https the `__Host-` prefix keeps sibling host names from planting one.
 */
export function sessionCookie({ dashboard }: Config) {
  const secure = dashboard.publicUrl?.startsWith('https:') ?? false
  return {
    name: `${secure ? '__Host-' : ''}thaw-session-${dashboard.port}`,
    options: { httpOnly: true, sameSite: 'lax', secure, path: '/', maxAge: absoluteLimit / 1000 },
  } as const
}
