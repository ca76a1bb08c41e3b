import { expect, it } from 'vitest'
import { retellings } from './once.ts'
import { reads } from './read-only.ts'
import { openEngine } from './testing.ts'

it('every operation is a read, which goes on while no write is taken, or a write, which a signed request does once', async () => {
  await using test = await openEngine()
  const writes = Object.keys(retellings({ index: test.index, region: 'eu-north-1' }))
  // Nobody asks for this one by a request.
  const ownWork = ['expireUploads']
  expect([...reads, ...writes, ...ownWork].sort()).toEqual(Object.keys(test.engine).sort())
})
