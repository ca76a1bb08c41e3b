import { downloads } from '#app/downloads.ts'
import { authorizeRequest } from '#app/session.ts'
import { problemResponse } from '#lib/downloads/problem.ts'
import { RefusedError } from '#lib/downloads/refused-error.ts'

interface Context {
  params: Promise<{ jobId: string; file: string }>
}

/** A planned archive: `{planId}.tar` or `{planId}.zip`. */
export function GET(request: Request, context: Context): Promise<Response> {
  return answer('GET', request, context)
}

export function HEAD(request: Request, context: Context): Promise<Response> {
  return answer('HEAD', request, context)
}

async function answer(method: 'GET' | 'HEAD', request: Request, { params }: Context): Promise<Response> {
  const refusal = await authorizeRequest(request)
  if (refusal) return refusal
  const { signal, headers } = request
  try {
    const { jobId, file } = await params
    const [, planId, format] = /^([0-9a-f-]{36})\.(tar|zip)$/.exec(file) ?? []
    if (!planId || !format) throw new RefusedError(404, 'NotFound', 'There is no such archive.')
    const actor = headers.has('authorization') ? 'token' : 'session'
    return await downloads().archive({ jobId, planId, format }, { method, headers, signal }, actor)
  } catch (error) {
    return problemResponse(error, headers.get('x-request-id') ?? undefined)
  }
}
