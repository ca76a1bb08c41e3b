import { downloadRoute } from '#app/download/respond.ts'
import { downloads } from '#app/downloads.ts'
import { RefusedError } from '#lib/failure/refused-error.ts'

/** A planned archive: `{planId}.tar` or `{planId}.zip`. */
export const { GET, HEAD } = downloadRoute<{ jobId: string; file: string }>(async ({ params, actor, ...request }) => {
  const [, planId, format] = /^([0-9a-f-]{36})\.(tar|zip)$/.exec(params.file) ?? []
  if (!planId || !format) throw new RefusedError(404, 'NotFound', 'There is no such archive.')
  return downloads().archive({ jobId: params.jobId, planId, format }, request, actor)
})
