import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ChunkRecord } from '../../../ports.ts'
import { bytesOf, putBytes } from '../../testing.ts'
import { openFsChunkStore } from '../index.ts'

// Runs on a small volume. Fills it to one level after another, puts until the store refuses, then frees the filling.
// Prints what it saw; exits with an error where anything but a refusal happened.
const [directory] = process.argv.slice(2)
const chunks = await openFsChunkStore({ directory: join(directory!, 'v1'), packBytes: 2 ** 18, reserveBytes: 0 })
const filling = join(directory!, 'filling')
const acknowledged: { seed: string; chunk: ChunkRecord }[] = []
const refusals = new Set<string>()
const levels = 40

async function put(seed: string, length: number): Promise<boolean> {
  try {
    acknowledged.push({ seed, chunk: (await putBytes(chunks, bytesOf(seed, length))).chunk })
    return true
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'StoreUnavailableError') throw error
    refusals.add(error.message)
    return false
  }
}

for (let level = 0; level < levels; level++) {
  const { freeBytes } = await chunks.usage()
  await writeFile(filling, Buffer.alloc(Math.max(0, freeBytes - 4096 * (level * 5 + 1))))
  let refused = 0
  for (let i = 0; refused < 8; i++) {
    const length = [100_000, 4000, 65_536, 20_000][i % 4]!
    const done = await Promise.all([put(`${level} ${i} a`, length), put(`${level} ${i} b`, length)])
    refused += done.filter((ok) => !ok).length
  }
  for (const { seed, chunk } of acknowledged)
    if (!(await chunks.get(chunk)).equals(bytesOf(seed, chunk.length))) throw new Error(`${seed} is lost`)
  for await (const entry of chunks.entries())
    if (entry.kind === 'damaged') throw new Error(`A refused write left ${entry.length} bytes in a pack`)
  await rm(filling)
  if (!(await put(`${level} again`, 100_000)) || !(await put(`${level} again packed`, 1000)))
    throw new Error('The store did not recover')
  // Make room for the next level, the way garbage is collected.
  const old = acknowledged.filter(({ chunk }) => chunk.location.kind === 'file').map(({ chunk }) => chunk)
  await chunks.remove(old, async (all) => all)
  for (let i = acknowledged.length - 1; i >= 0; i--)
    if (acknowledged[i]!.chunk.location.kind === 'file') acknowledged.splice(i, 1)
  const temporary = await readdir(join(directory!, 'v1', 'tmp'))
  if (temporary.length > 0) throw new Error(`Temporary files stayed: ${temporary}`)
}
await chunks[Symbol.asyncDispose]()
const reopened = await openFsChunkStore({ directory: join(directory!, 'v1'), reserveBytes: 0 })
for (const { seed, chunk } of acknowledged)
  if (!(await reopened.get(chunk)).equals(bytesOf(seed, chunk.length))) throw new Error(`${seed} is lost`)
await reopened[Symbol.asyncDispose]()
process.stdout.write(`${JSON.stringify({ levels, refusals: [...refusals] })}\n`)
