import { bytesOf, putBytes } from '../../testing.ts'
import { openFsChunkStore } from '../index.ts'

// Puts a file, then a packed chunk, then both again, and reads an earlier chunk after each; prints what happened.
const [directory, earlier] = process.argv.slice(2)
const chunks = await openFsChunkStore({ directory: directory!, reserveBytes: 0 })
for (const [seed, length] of [
  ['file', 100_000],
  ['packed', 1000],
  ['file 2', 100_000],
  ['packed 2', 1000],
] as const) {
  const put = await putBytes(chunks, bytesOf(seed, length)).then(
    ({ chunk }) => ({ chunk }),
    (error) => ({ error: { name: error.name, message: error.message, retryable: error.retryable } }),
  )
  const read = await chunks.get(JSON.parse(earlier!))
  process.stdout.write(`${JSON.stringify({ seed, length, ...put, readable: read.length })}\n`)
}
await chunks[Symbol.asyncDispose]()
