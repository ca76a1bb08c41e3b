import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type Draft, errorName, signed, testWire } from './testing/requests.ts'

const BODY = 'sixteen bytes...'
const checksum = createHash('sha256').update(BODY).digest('base64')
const promise = { length: '16', checksum, 'checksum-algorithm': 'SHA256' }
const summary = { checksum, 'checksum-algorithm': 'SUMMARY' }
const blob = {
  'metadata-blob-length': '16',
  'metadata-checksum': checksum,
  'metadata-checksum-algorithm': 'SHA256',
}
const payloads: Record<string, Draft> = {
  PutChunk: { path: '/backup-jobs/j/chunk/u/0', query: promise, body: BODY },
  PutObject: { path: '/backup-jobs/j/object/o/put-object', query: promise, body: BODY },
  'PutObject of nothing': { path: '/backup-jobs/j/object/o/put-object' },
  NotifyObjectComplete: { path: '/backup-jobs/j/object/u/complete', query: summary },
  'NotifyObjectComplete with a blob': {
    path: '/backup-jobs/j/object/u/complete',
    query: { ...summary, ...blob },
    body: BODY,
  },
}

describe.each(['hash', 'unsigned'] as const)('without x-amz-content-sha256, signed: %s', (silent) => {
  it.each(Object.keys(payloads))('%s is verified by what its query promises', async (name) => {
    const { wire, calls } = testWire()
    const request = await signed({ method: 'PUT', silent, ...payloads[name]! })
    expect(request.headers.some(([header]) => header === 'x-amz-content-sha256')).toBe(false)
    expect((await wire.handle(request)).status).toBe(200)
    expect(calls).toHaveLength(1)
  })

  it('S02 S12 a changed checksum, name or signature is refused', async () => {
    const { wire, calls } = testWire()
    const request = await signed({ method: 'PUT', silent, ...payloads.PutChunk! })
    const other = createHash('sha256').update('other').digest('base64')
    for (const change of [
      { rawQuery: request.rawQuery.replace(encodeURIComponent(checksum), encodeURIComponent(other)) },
      { rawQuery: request.rawQuery.replace('length=16', 'length=17') },
      { rawPath: request.rawPath.replace('/0', '/1') },
      {
        headers: request.headers.map(([key, value]): [string, string] => [
          key,
          value.replace(/Signature=./, 'Signature=g'),
        ]),
      },
    ])
      expect(errorName(await wire.handle({ ...request, ...change }))).toBe('AccessDeniedException')
    expect(calls).toEqual([])
  })
})

it('S11 the body of any other operation must be signed, also where nothing is said of it', async () => {
  const { wire, calls } = testWire()
  const json = { headers: { 'content-type': 'application/json' }, body: '{}' }
  for (const draft of [
    { method: 'PUT', path: '/backup-jobs/j/object/o', ...json },
    { method: 'PUT', path: '/backup-jobs/j/commit', ...json },
    { method: 'DELETE', path: '/backup-jobs/j/object/o', body: '' },
  ])
    expect(errorName(await wire.handle(await signed({ silent: 'unsigned', ...draft })))).toBe('AccessDeniedException')
  expect(calls).toEqual([])
})
