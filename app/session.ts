import 'server-only'
import type { Route } from 'next'
import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { connection } from 'next/server'
import { runtime } from '#lib/runtime.ts'
import { sessionCookie } from '#lib/session/cookie.ts'
import { trustedOrigin } from '#lib/session/origin.ts'
import { type Session, sessionFromCookie } from '#lib/session/session.ts'
import { tokenAccepted } from '#lib/session/sign-in.ts'

/** For pages: who is asking, or off to the sign-in page and back here afterwards. */
export async function requireSession(): Promise<void> {
  await connection()
  const head = await headers()
  if ((await currentSession()) || (await bearer(head))) return
  const asked = new URL(head.get('x-thaw-url') ?? '/', 'http://own.invalid')
  asked.searchParams.delete('_rsc')
  redirect(`/sign-in?next=${encodeURIComponent(asked.pathname + asked.search)}` as Route)
}

/** The session of the cookie that came with this request. */
export async function currentSession(): Promise<Session | undefined> {
  const { config, ledger } = runtime()
  return sessionFromCookie(ledger, (await cookies()).get(sessionCookie(config).name)?.value, Date.now())
}

/** The id under which this request is logged; shown with every error. */
export async function requestId(): Promise<string> {
  return (await headers()).get('x-request-id') ?? ''
}

type SessionResult =
  | { ok: true; session: Session }
  | { ok: false; error: { code: string; message: string; requestId: string; retryable: boolean } }

/** For server actions, before anything else: a session, and a call that comes from our own pages. Never a token. */
export async function sessionForAction(): Promise<SessionResult> {
  const head = await headers()
  const session = await currentSession()
  const ownPage = trustedOrigin(runtime().config, head.get('host') ?? '', head.get('origin') ?? undefined)
  if (session && ownPage) return { ok: true, session }
  const error = session
    ? { code: 'ForeignOrigin', message: 'This request did not come from the dashboard itself.' }
    : { code: 'SignInRequired', message: 'Your session has ended. Sign in again to continue.' }
  return { ok: false, error: { ...error, requestId: await requestId(), retryable: false } }
}

/**
 * For route handlers, before anything else. A cookie counts only where the browser says that the request comes from
 * our own pages or from the address bar; the token of the settings counts for reading.
 *
 * @returns the answer to give when the request may not go on.
 */
export async function authorizeRequest(request: Request): Promise<Response | undefined> {
  const reading = request.method === 'GET' || request.method === 'HEAD'
  if (reading && (await bearer(request.headers))) return undefined
  if (!(await currentSession())) return refusal(401, 'SignInRequired', 'Sign in to the dashboard, or send its token.')
  if (reading ? fromOwnSite(request.headers) : ownOrigin(request.headers)) return undefined
  const forScripts = reading ? ' A script sends THAW_TOKEN as its bearer token instead of a cookie.' : ''
  return refusal(
    403,
    'ForeignOrigin',
    `Open this from the dashboard itself: it is not given to other sites.${forScripts}`,
  )
}

function fromOwnSite(head: Headers): boolean {
  const site = head.get('sec-fetch-site')
  // Browsers leave the header out on plain HTTP beyond loopback, which the operator has then accepted.
  if (site === null) return runtime().config.dashboard.insecure
  return site === 'same-origin' || site === 'none'
}

function ownOrigin(head: Headers): boolean {
  return trustedOrigin(runtime().config, head.get('host') ?? '', head.get('origin') ?? undefined) !== undefined
}

function bearer(head: Headers): Promise<boolean> {
  const { config, ledger } = runtime()
  return tokenAccepted(config, ledger, head.get('authorization'), head.get('x-forwarded-for') ?? '', Date.now())
}

async function refusal(status: 401 | 403, code: string, message: string): Promise<Response> {
  return Response.json(
    { error: { code, message, requestId: await requestId(), retryable: false } },
    { status, headers: { 'cache-control': 'no-store', ...(status === 401 && { 'www-authenticate': 'Bearer' }) } },
  )
}
