import 'server-only'
import type { ZodType } from 'zod'
import { sessionForAction } from '#app/session.ts'
import { failed, type Result } from '#lib/failure/result.ts'

/**
 * Runs a read for an action: session, then form, then the work. What it returns holds a promise, so that the browser's
 * queue of actions, which runs one at a time, is free for the next as soon as the work has begun.
 */
export async function readAction<Input, T>(
  schema: ZodType<Input>,
  input: unknown,
  read: (input: Input) => Promise<Result<T>>,
): Promise<{ page: Promise<Result<T>> }> {
  const session = await sessionForAction()
  if (!session.ok) return { page: Promise.resolve(session) }
  const parsed = schema.safeParse(input)
  if (!parsed.success)
    return { page: Promise.resolve(failed('InvalidInput', 'This page asked for something that cannot be. Reload it.')) }
  return { page: read(parsed.data) }
}
