import { downloadRoute } from '#app/download/respond.ts'
import { previews } from '#app/previews.ts'
import { RefusedError } from '#lib/failure/refused-error.ts'

/**
 * An object to be looked at: `?name=`, optionally `&checksum=` of its version. Typed by its first bytes unless told:
 * `&as=window&from=&to=` gives plain bytes, both ends included, `&as=damage` the places known to be damaged.
 */
export const { GET, HEAD } = downloadRoute<{ jobId: string }>(async ({ params, query, ...request }) => {
  const name = query.get('name')
  if (!name) throw new RefusedError(400, 'NameMissing', 'Say which object to show: ?name=…')
  const asked = { jobId: params.jobId, name, checksum: query.get('checksum') ?? undefined }
  switch (query.get('as')) {
    case null:
      return previews().shown(asked, request)
    case 'window':
      return previews().window(asked, { start: offset(query, 'from'), end: offset(query, 'to') }, request)
    case 'damage':
      return Response.json({ damage: await previews().damage(asked, request.signal) })
  }
  throw new RefusedError(400, 'FormUnknown', 'It can be shown, or given as=window, or as=damage.')
})

function offset(query: URLSearchParams, name: string): number {
  const value = Number(query.get(name) || Number.NaN)
  if (Number.isSafeInteger(value) && value >= 0) return value
  throw new RefusedError(400, 'OffsetMissing', `Say where the window lies: from=…&to=… are offsets in bytes.`)
}
