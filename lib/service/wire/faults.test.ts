import { expect, it } from 'vitest'
import { listen } from './listener.ts'
import { signed, testWire } from './testing/requests.ts'

const faults: [what: string, run: () => unknown][] = [
  [
    'throws',
    () => {
      throw new TypeError('a fault')
    },
  ],
  ['rejects', () => Promise.reject(new Error('a fault'))],
  ['rejects with no error', () => Promise.reject('a fault')],
  ['rejects with nothing', () => Promise.reject(undefined)],
  ['answers what cannot be written down', async () => ({ ObjectList: 12n })],
]

it.each(faults)('R17 an operation that %s costs its own request only', async (_, run) => {
  let faulty = true
  const { wire, lines } = testWire({ listObjects: (async () => (faulty ? await run() : {})) as never })
  await using listener = await listen(wire, { host: '127.0.0.1', port: 0 })
  const ask = async () => wire.handle(await signed({ path: '/restore-jobs/j/objects/list' }))
  const failed = await ask()
  expect(failed.status).toBe(500)
  expect(String(failed.body)).not.toContain('a fault')
  expect(lines.at(-1)).toMatchObject({ status: 500, error: 'ServiceInternalException' })
  faulty = false
  expect((await ask()).status).toBe(200)
  expect((await fetch(`${listener.endpoint}/healthz`)).status).toBe(200)
})
