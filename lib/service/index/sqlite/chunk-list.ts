/** Chunk ids to a row of `chunk_list`: a few pages of SQLite, so a listing of 100 chunks reads one or two rows. */
export const LIST_SIZE = 512

/** Of one packed id. */
export const ID_BYTES = 6

/** Packs ids as 48-bit big-endian integers. */
export function packIds(ids: readonly number[]): Buffer {
  const packed = Buffer.allocUnsafe(ids.length * ID_BYTES)
  for (const [i, id] of ids.entries()) packed.writeUIntBE(id, i * ID_BYTES, ID_BYTES)
  return packed
}

export function unpackIds(packed: Buffer): number[] {
  const ids: number[] = []
  for (let at = 0; at < packed.length; at += ID_BYTES) ids.push(packed.readUIntBE(at, ID_BYTES))
  return ids
}
