import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import type { ObjectPlan } from '../read/plan.ts'

const pieceBytes = 1024 * 1024

/** Whether a file has exactly the content of the planned object, by the SHA-256 of each of its chunks. */
export async function sameContent(file: FileHandle, plan: ObjectPlan, signal: AbortSignal): Promise<boolean> {
  const facts = await file.stat()
  if (!facts.isFile() || facts.size !== plan.length) return false
  const buffer = Buffer.allocUnsafe(Math.min(pieceBytes, Math.max(plan.length, 1)))
  for (const { offset, length, checksum } of plan.chunks) {
    const digest = createHash('sha256')
    for (let done = 0; done < length; ) {
      signal.throwIfAborted()
      const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, length - done), offset + done)
      if (bytesRead === 0) return false
      digest.update(buffer.subarray(0, bytesRead))
      done += bytesRead
    }
    if (digest.digest('base64') !== checksum) return false
  }
  return true
}
