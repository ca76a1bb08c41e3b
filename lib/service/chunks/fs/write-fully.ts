import type { FileHandle } from 'node:fs/promises'

/** Writes all bytes at the position, whatever the kernel takes at a time. */
export async function writeFully(handle: FileHandle, blocks: Uint8Array[], position: number): Promise<void> {
  let left = blocks.filter((block) => block.length > 0)
  let at = position
  while (left.length > 0) {
    const { bytesWritten } = await handle.writev(left, at)
    if (bytesWritten === 0) throw Object.assign(new Error('The disk took no bytes'), { syscall: 'writev' })
    at += bytesWritten
    left = dropped(left, bytesWritten)
  }
}

function dropped(blocks: Uint8Array[], bytes: number): Uint8Array[] {
  let skip = bytes
  let first = 0
  while (first < blocks.length && skip >= blocks[first]!.length) skip -= blocks[first++]!.length
  const rest = blocks.slice(first)
  if (skip > 0) rest[0] = rest[0]!.subarray(skip)
  return rest
}
