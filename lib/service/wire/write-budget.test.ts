import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { throttling } from '../errors.ts'
import { type Draft, errorName, KEY_PAIR, NOW, REGION, recordingEngine, signed } from './testing/requests.ts'
import { createWire } from './wire.ts'
import { createWriteBudget } from './write-budget.ts'

const MiB = 2 ** 20
const never = new AbortController().signal

/** A PutChunk that announces so many bytes; whether anybody asked for them is told by `read`. */
async function put(length: number, chunk = 0) {
  const draft: Draft = {
    method: 'PUT',
    path: `/backup-jobs/j-1/chunk/u-1/${chunk}`,
    query: {
      length: String(length),
      checksum: createHash('sha256').update('x').digest('base64'),
      'checksum-algorithm': 'SHA256',
    },
    headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
  }
  const told = { read: false }
  async function* body() {
    told.read = true
    yield Buffer.alloc(1)
  }
  return { request: { ...(await signed(draft)), body: body() }, told }
}

/** A wire with room for `total` bytes, whose writes run until `finish` is called. */
function wireFor(total: number, run: (input: { Data?: unknown }) => Promise<object>) {
  const { engine } = recordingEngine({ putChunk: run as never })
  const writes = createWriteBudget({ total, patience: 1 })
  return createWire({ engine, credentials: KEY_PAIR, region: REGION, now: () => NOW, writes })
}

describe('room for writes', () => {
  it('R02 is taken by what was announced; what finds none is told to come back, its body unread', async () => {
    const finish = Promise.withResolvers<object>()
    const wire = wireFor(256 * MiB, () => finish.promise)
    const uploads = await Promise.all(Array.from({ length: 64 }, (_, chunk) => put(64 * MiB, chunk)))
    const answers = uploads.map(({ request }) => wire.handle(request))
    const surplus = await Promise.all(answers.slice(3))
    expect(surplus.map(({ status, headers }) => [status, headers['retry-after']])).toEqual(Array(61).fill([429, '1']))
    expect(new Set(surplus.map(errorName))).toEqual(new Set(['ThrottlingException']))
    expect(uploads.slice(3).some(({ told }) => told.read)).toBe(false)

    const small = await Promise.all(Array.from({ length: 32 }, (_, chunk) => put(MiB, chunk)))
    const beside = small.map(({ request }) => wire.handle(request))
    finish.resolve({})
    expect((await Promise.all([...beside, ...answers.slice(0, 3)])).map(({ status }) => status)).toEqual(
      Array(35).fill(200),
    )
  })

  it.each<[string, (input: { Data?: unknown }) => Promise<object>, number]>([
    ['stored', async () => ({}), 200],
    ['refused', async () => Promise.reject(throttling('busy')), 429],
    ['failed', async () => Promise.reject(new Error('a fault')), 500],
    [
      'broken off',
      async ({ Data }) => {
        for await (const _ of Data as AsyncIterable<Uint8Array>) throw new Error('no more')
        return {}
      },
      500,
    ],
  ])('R02 comes back when a write was %s', async (_, run, status) => {
    const wire = wireFor(8 * MiB, run)
    for (let turn = 0; turn < 10; turn++) expect((await wire.handle((await put(7 * MiB)).request)).status).toBe(status)
  })

  it('is waited for, first come, first served, and no more once nobody waits for the answer', async () => {
    const budget = createWriteBudget({ total: 80 * MiB, patience: 2 ** 30 })
    const first = await budget.take(64 * MiB, never)
    const gone = new AbortController()
    const second = budget.take(64 * MiB, gone.signal)
    const third = budget.take(64 * MiB, never)
    gone.abort()
    await expect(second).rejects.toMatchObject({ name: 'ThrottlingException' })
    first[Symbol.dispose]()
    const share = await third
    share[Symbol.dispose]()
  })

  it('no announced length takes more than the largest chunk', async () => {
    const budget = createWriteBudget({ total: 256 * MiB, patience: 1 })
    await budget.take(2 ** 50, never)
    await budget.take(2 ** 50, never)
  })
})
