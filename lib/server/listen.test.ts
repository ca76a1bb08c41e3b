import { createServer } from 'node:http'
import { expect, it } from 'vitest'
import { ListenError, listen } from './listen.ts'

it('says in one line which port is in use and what to do', async () => {
  await using first = createServer()
  const { port } = await listen(first, { host: '127.0.0.1', port: 0 })
  const refusal = await listen(createServer(), { host: '127.0.0.1', port }).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(ListenError)
  expect((refusal as Error).message).toBe(
    `The dashboard cannot listen on 127.0.0.1:${port}: port ${port} is in use by another process; choose another one with --port or PORT.`,
  )
})
