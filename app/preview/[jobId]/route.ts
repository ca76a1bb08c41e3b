import { downloadRoute } from '#app/download/respond.ts'
import { previews } from '#app/previews.ts'
import { RefusedError } from '#lib/downloads/refused-error.ts'
import { type PreviewForm, previewForms } from '#lib/preview/previews.ts'

/** A part of one object to be looked at: `?name=`, optionally `&checksum=` of the version and `&as=` a form. */
export const { GET, HEAD } = downloadRoute<{ jobId: string }>(async ({ params, query, actor: _, ...request }) => {
  const name = query.get('name')
  const form = (query.get('as') ?? 'shown') as PreviewForm
  if (!name || !previewForms.includes(form))
    throw new RefusedError(400, 'NameMissing', 'Say what to show, and in which form: ?name=…&as=bytes')
  return previews().answer({ jobId: params.jobId, name, checksum: query.get('checksum') ?? undefined, form }, request)
})
