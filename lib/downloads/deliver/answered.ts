import { problemOf, problemResponse } from '#lib/failure/problem.ts'
import type { Log } from '#lib/log.ts'
import type { DownloadRequest } from '#lib/restore/index.ts'

/**
 * What `work` answers, or what went wrong in words; written to the log where it is our own doing. Whatever ends because
 * the reader has left is no failure: the answer is then for nobody.
 */
export async function answered(
  { headers, signal }: Pick<DownloadRequest, 'headers' | 'signal'>,
  log: Pick<Log, 'error'>,
  work: () => Promise<Response>,
): Promise<Response> {
  try {
    return await work()
  } catch (error) {
    if (signal.aborted) return new Response(null, { status: 499 })
    const requestId = headers.get('x-request-id') ?? undefined
    if (problemOf(error).code === 'Unexpected') log.error({ err: error, requestId }, 'A download failed inside')
    return problemResponse(error, requestId)
  }
}
