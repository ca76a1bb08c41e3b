import { downloadRoute } from '#app/download/respond.ts'
import { downloads } from '#app/downloads.ts'
import { RefusedError } from '#lib/failure/refused-error.ts'

/** One object, verified: `?name=` (exact), optionally `&checksum=` of the version that was looked at. */
export const { GET, HEAD } = downloadRoute<{ jobId: string }>(async ({ params, query, actor, ...request }) => {
  const name = query.get('name')
  if (!name) throw new RefusedError(400, 'NameMissing', 'Say which object to download: ?name=…')
  const asked = { jobId: params.jobId, name, checksum: query.get('checksum') ?? undefined }
  return downloads().object(asked, request, actor)
})
