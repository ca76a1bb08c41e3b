/**
 * The body of a GetChunks answer: one frame for each chunk asked for, in that order, and nothing behind the last.
 *
 *     offset 0, u8    1: a chunk, 2: an error
 *            1, u32   length of what follows, big endian
 *            5        1: the chunk's SHA-256 (32 bytes) and its bytes
 *                     2: JSON as in the body of an error, {"__type": "ResourceNotFoundException", "Message": "…"}
 */
export type ChunkFrame =
  /** `checksum`, base64, is what the service has found the bytes to have. They are part of the whole body's memory. */
  | { kind: 'chunk'; checksum: string; bytes: Uint8Array }
  /** Why this one chunk cannot be given; `name` is one of the API's exceptions. */
  | { kind: 'error'; name: string; message: string }

/** The body is not what this operation answers with, or broke off. */
export class ChunkFramesError extends Error {
  override readonly name = 'ChunkFramesError'
  readonly retryable = true
}

const headerBytes = 5
const digestBytes = 32
const chunkKind = 1
const errorKind = 2

export function encodeChunkFrames(frames: readonly ChunkFrame[]): Buffer<ArrayBuffer> {
  const texts = frames.map((frame) =>
    frame.kind === 'error' ? Buffer.from(JSON.stringify({ __type: frame.name, Message: frame.message })) : undefined,
  )
  const lengthOf = (frame: ChunkFrame, i: number) =>
    frame.kind === 'chunk' ? digestBytes + frame.bytes.length : texts[i]!.length
  const total = frames.reduce((sum, frame, i) => sum + headerBytes + lengthOf(frame, i), 0)
  const body = Buffer.allocUnsafeSlow(total)
  let at = 0
  for (const [i, frame] of frames.entries()) {
    at = body.writeUInt8(frame.kind === 'chunk' ? chunkKind : errorKind, at)
    at = body.writeUInt32BE(lengthOf(frame, i), at)
    if (frame.kind === 'chunk') {
      at += body.write(frame.checksum, at, 'base64')
      body.set(frame.bytes, at)
      at += frame.bytes.length
    } else {
      at += texts[i]!.copy(body, at)
    }
  }
  return body
}

/**
 * Takes a body apart without copying it.
 *
 * @param count how many chunks were asked for.
 * @throws {ChunkFramesError}
 */
export function decodeChunkFrames(body: Buffer, count: number): ChunkFrame[] {
  const frames: ChunkFrame[] = []
  let at = 0
  while (at < body.length) {
    if (at + headerBytes > body.length) throw new ChunkFramesError('The answer breaks off')
    const kind = body.readUInt8(at)
    const length = body.readUInt32BE(at + 1)
    const start = at + headerBytes
    at = start + length
    if (at > body.length) throw new ChunkFramesError('The answer breaks off')
    if (kind === chunkKind && length >= digestBytes) {
      const data = start + digestBytes
      frames.push({ kind: 'chunk', checksum: body.toString('base64', start, data), bytes: body.subarray(data, at) })
    } else if (kind === errorKind) {
      frames.push(errorFrame(body.toString('utf8', start, at)))
    } else {
      throw new ChunkFramesError('The answer has a part that is neither a chunk nor an error')
    }
  }
  if (frames.length !== count) throw new ChunkFramesError(`The answer has ${frames.length} chunks of ${count}`)
  return frames
}

function errorFrame(json: string): ChunkFrame {
  try {
    const { __type, Message } = JSON.parse(json) as Record<string, unknown>
    return { kind: 'error', name: String(__type), message: String(Message) }
  } catch (cause) {
    throw new ChunkFramesError('The answer has an error that is not JSON', { cause })
  }
}
