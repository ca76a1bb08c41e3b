import { describe, expect, it } from 'vitest'
import { asciiByte, hexByte, hexOffset, offsetAfter, parseOffset } from './hex.ts'

describe('offsets', () => {
  it('are typed in decimal or hexadecimal, with digits grouped as people do', () => {
    const typed = ['4096', '0x1000', '1000h', '4,294,967,296', '0x1_0000_0000', ' 12 ', '0xFF']
    expect(typed.map(parseOffset)).toEqual([4096, 4096, 4096, 2 ** 32, 2 ** 32, 12, 255])
    expect(['', 'ff', '-1', '1.5', '0x', '1e3', '99999999999999999999'].map(parseOffset)).toEqual(
      Array(7).fill(undefined),
    )
  })

  it('D17 have eight digits or as many as the content needs', () => {
    expect(hexOffset(255, 1000)).toBe('000000ff')
    expect(hexOffset(2 ** 32, 5 * 2 ** 30)).toBe('100000000')
    expect(hexOffset(2 ** 53 - 1, 2 ** 53 - 1)).toBe('1fffffffffffff')
  })

  it('move by keys and stay inside', () => {
    const press = (key: string, at: number) => offsetAfter(key, at, 16, 20, 1000)
    expect([press('ArrowRight', 5), press('ArrowLeft', 0), press('ArrowDown', 5), press('ArrowUp', 5)]).toEqual([
      6, 0, 21, 5,
    ])
    expect([press('PageDown', 5), press('PageUp', 5), press('Home', 500), press('End', 5)]).toEqual([325, 0, 0, 999])
    expect([press('ArrowDown', 990), press('PageDown', 990), press('x', 5)]).toEqual([990, 999, undefined])
    expect(offsetAfter('ArrowDown', 2 ** 40, 16, 20, 2 ** 50)).toBe(2 ** 40 + 16)
  })

  it('bytes are two digits, and ASCII where it can be printed', () => {
    expect([hexByte(7), hexByte(255), asciiByte(65), asciiByte(10), asciiByte(200)]).toEqual([
      '07',
      'ff',
      'A',
      '·',
      '·',
    ])
  })
})
