import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type ChunkFrame, ChunkFramesError, decodeChunkFrames, encodeChunkFrames } from './extensions.ts'

const chunk = (text: string): ChunkFrame => ({
  kind: 'chunk',
  checksum: createHash('sha256').update(text).digest('base64'),
  bytes: Buffer.from(text),
})
const frames: ChunkFrame[] = [
  chunk('first'),
  { kind: 'error', name: 'ResourceNotFoundException', message: 'gone – for good' },
  chunk('x'),
]
const body = encodeChunkFrames(frames)

describe('the frames of GetChunks', () => {
  it('come out as they went in', () => {
    expect(decodeChunkFrames(body, 3)).toEqual(frames)
    expect(decodeChunkFrames(encodeChunkFrames([]), 0)).toEqual([])
  })

  it('have the form that is written down', () => {
    const digest = createHash('sha256').update('x').digest()
    const json = Buffer.from('{"__type":"N","Message":"m"}')
    expect(encodeChunkFrames([chunk('x'), { kind: 'error', name: 'N', message: 'm' }])).toEqual(
      Buffer.concat([Buffer.from([1, 0, 0, 0, 33]), digest, Buffer.from('x'), Buffer.from([2, 0, 0, 0, 28]), json]),
    )
  })

  it('are refused wherever they break off', () => {
    for (let length = 0; length < body.length; length++)
      expect(() => decodeChunkFrames(body.subarray(0, length), 3)).toThrow(ChunkFramesError)
  })

  it.each<[string, Buffer, number]>([
    ['more than was asked for', body, 2],
    ['a kind nobody knows', Buffer.from([3, 0, 0, 0, 0]), 1],
    ['a chunk without its checksum', Buffer.from([1, 0, 0, 0, 1, 7]), 1],
    ['an error that is no JSON', Buffer.from([2, 0, 0, 0, 1, 7]), 1],
    ['a length beyond the end', Buffer.from([1, 255, 255, 255, 255]), 1],
  ])('are refused with %s', (_what, bytes, count) => {
    expect(() => decodeChunkFrames(bytes, count)).toThrow(ChunkFramesError)
  })
})
