import { describe, expect, it } from 'vitest'
import { handedOver, handOver, isRecyclable, offeredReading, offerReading, recyclable, recycle } from './handover.ts'

describe('handing bytes over inside the process', () => {
  it('knows of a request handler whether it leads to somebody who reads here', () => {
    const handler = {}
    const read = async () => undefined
    offerReading(handler, read)
    expect(offeredReading(handler)).toBe(read)
    expect(offeredReading({})).toBeUndefined()
  })

  it('tells of a stream what was said of this very stream, and of no other', () => {
    const body = { bytes: Buffer.from('x'), checksum: 'c' }
    const stream = {}
    handOver(stream, body)
    expect(handedOver(stream)).toBe(body)
    expect(handedOver({})).toBeUndefined()
  })

  it('gives memory back once, and never that of a part', () => {
    const memory = Buffer.from(new ArrayBuffer(8))
    const taken: ArrayBuffer[] = []
    recyclable(memory, () => taken.push(memory.buffer.transfer()))
    recycle(memory.subarray(0, 4))
    expect(taken).toHaveLength(0)
    expect(isRecyclable(memory)).toBe(true)
    recycle(memory)
    recycle(memory)
    expect(taken).toHaveLength(1)
    expect(memory).toHaveLength(0)
    expect(isRecyclable(memory)).toBe(false)
  })

  it('pays no heed to what nobody registered', () => {
    expect(isRecyclable('text')).toBe(false)
    recycle(Buffer.alloc(3))
    recycle(undefined)
  })
})
