import { openStore } from '../../../store.ts'
import { bytesOf, putBytes } from '../../testing.ts'
import { openFsChunkStore } from '../index.ts'

// Puts chunks from eight callers for ever and prints a line for each one that was acknowledged.
const [dataDir, round] = process.argv.slice(2)
const store = await openStore(dataDir!)
const chunks = await openFsChunkStore({ directory: store.paths.root, packBytes: 2 ** 18, reserveBytes: 0 })
let last = 0
await Promise.all(
  Array.from({ length: 8 }, async () => {
    while (true) {
      const seed = `${round} ${++last}`
      const length = [200, 5_000, 70_000, 1_500_000][last % 4]!
      const { chunk } = await putBytes(chunks, bytesOf(seed, length))
      process.stdout.write(`${JSON.stringify({ seed, chunk })}\n`)
    }
  }),
)
