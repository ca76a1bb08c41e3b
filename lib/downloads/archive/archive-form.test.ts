import { describe, expect, it } from 'vitest'
import { askedArchive, readArchiveRequest } from './archive-form.ts'

function posted(body: string, type = 'application/x-www-form-urlencoded') {
  const headers = { 'content-type': type, 'content-length': String(Buffer.byteLength(body)) }
  return new Request('http://local/', { method: 'POST', body, headers })
}

describe('the body of a request for an archive', () => {
  it('is a form, or the same as JSON', async () => {
    const form = posted('format=tar&name=a&name=b&prefix=c%2F&intact=1&naming=unix')
    const all = { format: 'tar', names: ['a', 'b'], prefixes: ['c/'], intact: true, naming: 'unix' }
    expect(await readArchiveRequest(form)).toEqual(all)
    expect(await readArchiveRequest(posted(JSON.stringify(all), 'application/json'))).toEqual(all)
  })

  it('asks for the whole job, undamaged or not, under names for every system, where it says no more', async () => {
    const asked = await readArchiveRequest(posted('format=zip'))
    expect(askedArchive('job', asked)).toEqual({
      jobId: 'job',
      format: 'zip',
      intact: false,
      naming: 'portable',
      selection: { names: [], prefixes: [''] },
    })
  })

  it.each(['format=rar', 'format=tar&naming=windows', ''])('is refused as %j', async (body) => {
    await expect(readArchiveRequest(posted(body))).rejects.toMatchObject({ status: 400, code: 'InvalidInput' })
  })
})
