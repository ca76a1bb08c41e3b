/** The protocol's table and the engine's handlers are held against each other by their types, and once more here. */
import { expect, it } from 'vitest'
import { methodOf, type OperationName, operations } from '../operations.ts'
import type { Engine } from './engine.ts'
import { createEngine } from './index.ts'
import { context, openEngine } from './testing.ts'

const names = operations.map(({ name }) => methodOf(name))
/** Nobody asks for this one by a request. */
const ownWork = ['expireUploads']

it('has a handler for each operation of the table, and no other', async () => {
  await using test = await openEngine()
  expect(Object.keys(test.engine).sort()).toEqual([...names, ...ownWork].sort())
  expect(operations.every(({ name, schema }) => schema[2] === name)).toBe(true)
})

it('cannot be built where the one or the other is missing', () => {
  const lacking = (engine: Omit<Engine, 'listChunks'>): Engine =>
    // @ts-expect-error An operation without a handler.
    engine
  // @ts-expect-error A handler without an operation.
  type Unknown = Pick<Engine, 'renameJob'>
  // @ts-expect-error A name that the protocol does not have.
  const name: OperationName = 'RenameJob'
  const nothing: Unknown | undefined = undefined
  expect([lacking, name, nothing]).toHaveLength(3)
})

it('takes reads and nothing else while no write is taken', async () => {
  await using test = await openEngine()
  const { index, chunks } = test
  const readOnly = () => ({ reason: 'The index is damaged', remedy: 'Rebuild it' })
  const engine = createEngine({ index, chunks, tokenKey: Buffer.alloc(32), region: 'eu-north-1', readOnly })
  for (const { name, readonly } of operations) {
    const refused = engine[methodOf(name)]({} as never, context).then(
      () => false,
      (error: Error) => error.message === 'The index is damaged, so no write is taken. Rebuild it',
    )
    expect([name, await refused]).toEqual([name, !readonly])
  }
})
