import { describe, expect, it } from 'vitest'
import { recordHeaderBytes } from './pack-format.ts'
import { stretchesOf } from './pack-stretches.ts'

const at = (pack: number, offset: number, length: number) => ({
  location: { kind: 'pack' as const, pack, offset },
  length,
})

describe('stretches of packs', () => {
  it('read neighbours together, in the order of the disk', () => {
    const first = at(1, 32, 100)
    const second = at(1, 32 + recordHeaderBytes + 100, 50)
    const other = at(2, 32, 10)
    expect(stretchesOf([other, second, first])).toEqual([
      { pack: 1, offset: 32, length: 2 * recordHeaderBytes + 150, places: [first, second] },
      { pack: 2, offset: 32, length: recordHeaderBytes + 10, places: [other] },
    ])
  })

  it('read a record once that is wanted twice', () => {
    const one = at(1, 32, 100)
    expect(stretchesOf([one, { ...one }])).toMatchObject([{ offset: 32, length: recordHeaderBytes + 100 }])
  })

  it('leave out what lies far from the others', () => {
    const far = at(1, 2 ** 20, 100)
    expect(stretchesOf([at(1, 32, 100), far]).map(({ offset }) => offset)).toEqual([32, 2 ** 20])
  })

  it('end at a mebibyte', () => {
    const records = Array.from({ length: 40 }, (_, i) => at(1, 32 + i * (recordHeaderBytes + 60_000), 60_000))
    const stretches = stretchesOf(records)
    expect(stretches.length).toBe(3)
    for (const { length } of stretches) expect(length).toBeLessThanOrEqual(2 ** 20)
    expect(stretches.flatMap(({ places }) => places)).toEqual(records)
  })
})
