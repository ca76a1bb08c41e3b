import { downloads } from '#app/downloads.ts'
import { authorizeRequest } from '#app/session.ts'
import { problemResponse } from '#lib/downloads/problem.ts'
import { RefusedError } from '#lib/downloads/refused-error.ts'

interface Context {
  params: Promise<{ jobId: string }>
}

/** One object, verified: `?name=` (exact), optionally `&checksum=` of the version that was looked at. */
export function GET(request: Request, context: Context): Promise<Response> {
  return answer('GET', request, context)
}

/** What a GET would answer, without reading data. Next would otherwise run GET and throw its body away. */
export function HEAD(request: Request, context: Context): Promise<Response> {
  return answer('HEAD', request, context)
}

async function answer(method: 'GET' | 'HEAD', request: Request, { params }: Context): Promise<Response> {
  const refusal = await authorizeRequest(request)
  if (refusal) return refusal
  const { signal, headers } = request
  try {
    const query = new URL(request.url).searchParams
    const name = query.get('name')
    if (!name) throw new RefusedError(400, 'NameMissing', 'Say which object to download: ?name=…')
    const asked = { jobId: (await params).jobId, name, checksum: query.get('checksum') ?? undefined }
    const actor = headers.has('authorization') ? 'token' : 'session'
    return await downloads().object(asked, { method, headers, signal }, actor)
  } catch (error) {
    return problemResponse(error, headers.get('x-request-id') ?? undefined)
  }
}
