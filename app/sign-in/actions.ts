'use server'

import type { Route } from 'next'
import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { runtime } from '#lib/runtime.ts'
import { sessionCookie } from '#lib/session/cookie.ts'
import { safeNextPath } from '#lib/session/next-path.ts'
import { trustedOrigin } from '#lib/session/origin.ts'
import { closeSession } from '#lib/session/session.ts'
import { redeemSignInCode } from '#lib/session/sign-in.ts'

/** Swaps the code of the form for a session and goes on to where the person wanted to be. */
export async function signIn(form: FormData): Promise<void> {
  const { config, ledger } = runtime()
  const head = await headers()
  const next = safeNextPath(text(form, 'next'))
  if (!trustedOrigin(config, head.get('host') ?? '', head.get('origin') ?? undefined)) retry('origin', next)
  const address = head.get('x-forwarded-for') ?? ''
  const result = await redeemSignInCode(ledger, codeIn(text(form, 'code')), address, Date.now())
  if (!result.ok) return retry(result.reason, next)
  const { name, options } = sessionCookie(config)
  const jar = await cookies()
  // A session that was there before ends: the id is always new after sign-in.
  await closeSession(ledger, jar.get(name)?.value)
  jar.set(name, result.cookieValue, options)
  redirect(next as Route)
}

/** Ends the session on the server and in the browser. */
export async function signOut(): Promise<void> {
  const { config, ledger } = runtime()
  const head = await headers()
  if (!trustedOrigin(config, head.get('host') ?? '', head.get('origin') ?? undefined)) return
  const { name, options } = sessionCookie(config)
  const jar = await cookies()
  await closeSession(ledger, jar.get(name)?.value)
  jar.set(name, '', { ...options, maxAge: 0 })
  redirect('/sign-in?problem=signed-out' as Route)
}

function retry(problem: string, next: string): never {
  redirect(`/sign-in?problem=${problem}&next=${encodeURIComponent(next)}` as Route)
}

/** The code as it was pasted: alone, or in the whole link. */
function codeIn(pasted: string): string {
  return /[?&]code=([^&#\s]+)/.exec(pasted)?.[1] ?? pasted.trim()
}

function text(form: FormData, field: string): string {
  const value = form.get(field)
  return typeof value === 'string' ? value : ''
}
