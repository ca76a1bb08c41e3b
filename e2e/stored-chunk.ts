import { createHash } from 'node:crypto'
import { chmod, open } from 'node:fs/promises'
import { join } from 'node:path'
import type { ThawServer } from './thaw.ts'

/** Changes one bit of the stored file that holds this chunk, as a disk that rots. @returns the chunk's SHA-256, base64. */
export async function flipBitIn({ dataDir }: Pick<ThawServer, 'dataDir'>, chunk: Uint8Array): Promise<string> {
  const digest = createHash('sha256').update(chunk).digest()
  const hex = digest.toString('hex')
  const path = join(dataDir, 'v1/chunks', hex.slice(0, 2), hex)
  await chmod(path, 0o600)
  await using file = await open(path, 'r+')
  const at = chunk.length >> 1
  await file.write(Buffer.from([chunk[at]! ^ 1]), 0, 1, at)
  return digest.toString('base64')
}
