import { describe, expect, it } from 'vitest'
import { precondition, rangeApplies, strongETag } from './conditions.ts'
import { contentDisposition } from './disposition.ts'
import { contentRange, parseRange } from './range.ts'

describe('parseRange', () => {
  it.each<[string, number, number]>([
    ['bytes=0-0', 0, 0],
    ['bytes=-1', 999, 999],
    ['bytes=500-', 500, 999],
    ['bytes=999-999', 999, 999],
    ['bytes=999-', 999, 999],
    ['bytes=0-99999999999999999999999', 0, 999],
    ['bytes=-5000', 0, 999],
    ['BYTES=1-2', 1, 2],
    ['bytes= 1-2 ', 1, 2],
    ['bytes=,1-2,', 1, 2],
    ['bytes=007-009', 7, 9],
  ])('D01 %s of 1000 bytes is %i to %i', (header, start, end) => {
    expect(parseRange(header, 1000)).toEqual({ kind: 'range', start, end })
  })

  it.each(['bytes=1000-', 'bytes=1000-1001', 'bytes=-0', 'bytes=99999999999999999999-'])(
    'D02 %s of 1000 is 416',
    (header) => {
      expect(parseRange(header, 1000)).toEqual({ kind: 'unsatisfiable' })
      expect(contentRange(undefined, 1000)).toBe('bytes */1000')
    },
  )

  it.each([
    null,
    '',
    'bytes',
    'bytes=',
    'bytes=-',
    'bytes=5-1',
    'bytes=a-b',
    'bytes=1',
    'bytes=1-2-3',
    'bytes=--1',
    'bytes=+1-2',
    'bytes=0x1-2',
    'bytes=1.0-2',
    'bytes =1-2',
    'bytes=1- 2',
    'lines=1-2',
    'bytes=１-2',
  ])('D03 %s is ignored', (header) => {
    expect(parseRange(header, 1000)).toEqual({ kind: 'ignored' })
  })

  it.each<[string, number, number]>([
    ['bytes=0-1,2-4', 0, 4],
    ['bytes=500-599, 0-499', 0, 599],
    ['bytes=0-99,50-60,10-20,90-149', 0, 149],
    ['bytes=990-,-20', 980, 999],
    ['bytes=0-9,1000-2000', 0, 9],
    [`bytes=${'0-0,'.repeat(10_000)}0-0`, 0, 0],
  ])('D04 %.30s of 1000 bytes is one: %i to %i', (header, start, end) => {
    expect(parseRange(header, 1000)).toEqual({ kind: 'range', start, end })
  })

  it.each([
    'bytes=0-1,3-4',
    'bytes=-1,0-0',
    'bytes=0-0,5-1',
    'bytes=0-0,x',
    `bytes=${Array.from({ length: 500 }, (_, at) => `${2 * at}-${2 * at}`)}`,
  ])('D04 %.30s is ignored: the whole is sent, once', (header) => {
    expect(parseRange(header, 1000)).toEqual({ kind: 'ignored' })
  })

  it('D04 several ranges that all lie behind the end are 416', () => {
    expect(parseRange('bytes=1000-,5000-6000,-0', 1000)).toEqual({ kind: 'unsatisfiable' })
  })

  it('D07 an empty object has no first byte, and its last bytes are nothing', () => {
    expect(parseRange('bytes=0-', 0)).toEqual({ kind: 'unsatisfiable' })
    expect(parseRange('bytes=-5', 0)).toEqual({ kind: 'ignored' })
    expect(contentRange(undefined, 0)).toBe('bytes */0')
  })

  it('D17 positions near 2^53 are exact', () => {
    const length = Number.MAX_SAFE_INTEGER
    expect(parseRange(`bytes=${length - 1}-`, length)).toEqual({ kind: 'range', start: length - 1, end: length - 1 })
    expect(parseRange(`bytes=${length}-`, length)).toEqual({ kind: 'unsatisfiable' })
    expect(parseRange('bytes=4294967296-4294967297', length)).toEqual({
      kind: 'range',
      start: 2 ** 32,
      end: 2 ** 32 + 1,
    })
    expect(parseRange('bytes=9007199254740992-9007199254740991', length)).toEqual({ kind: 'ignored' })
    expect(contentRange({ start: length - 2, end: length - 1 }, length)).toBe(
      'bytes 9007199254740989-9007199254740990/9007199254740991',
    )
  })
})

describe('conditional requests', () => {
  const etag = strongETag('abc=')
  const evaluate = (headers: Record<string, string>) => precondition(new Headers(headers), etag)

  it('D05 If-None-Match that knows the tag, weak or strong, is 304', () => {
    expect(evaluate({ 'if-none-match': '"abc="' })).toBe('not-modified')
    expect(evaluate({ 'if-none-match': 'W/"abc="' })).toBe('not-modified')
    expect(evaluate({ 'if-none-match': '"x", "a,b" ,"abc="' })).toBe('not-modified')
    expect(evaluate({ 'if-none-match': '*' })).toBe('not-modified')
    expect(evaluate({ 'if-none-match': '"x"' })).toBe('proceed')
    expect(evaluate({ 'if-none-match': 'abc=' })).toBe('proceed')
  })

  it('D05 If-Match that misses is 412, and weak tags always miss', () => {
    expect(evaluate({ 'if-match': '"x"' })).toBe('failed')
    expect(evaluate({ 'if-match': 'W/"abc="' })).toBe('failed')
    expect(evaluate({ 'if-match': '' })).toBe('failed')
    expect(evaluate({ 'if-match': '"x","abc="' })).toBe('proceed')
    expect(evaluate({ 'if-match': '*' })).toBe('proceed')
    expect(evaluate({ 'if-match': '"x"', 'if-none-match': '"abc="' })).toBe('failed')
  })

  it('D05 If-Range lets a range count only with our strong tag', () => {
    expect(rangeApplies(null, etag)).toBe(true)
    expect(rangeApplies('"abc="', etag)).toBe(true)
    expect(rangeApplies('W/"abc="', etag)).toBe(false)
    expect(rangeApplies('"old"', etag)).toBe(false)
    expect(rangeApplies('Sat, 29 Oct 1994 19:43:31 GMT', etag)).toBe(false)
  })
})

describe('contentDisposition', () => {
  it.each([
    ['plain.txt', `attachment; filename="plain.txt"; filename*=UTF-8''plain.txt`],
    ['a b;c.txt', `attachment; filename="a b;c.txt"; filename*=UTF-8''a%20b%3Bc.txt`],
    [`it's "50%".txt`, `attachment; filename="it's _50__.txt"; filename*=UTF-8''it%27s%20_50%25_.txt`],
    ['Übung 日本.pdf', `attachment; filename="_bung __.pdf"; filename*=UTF-8''%C3%9Cbung%20%E6%97%A5%E6%9C%AC.pdf`],
    ['x\r\nSet-Cookie: a=b', `attachment; filename="xSet-Cookie_ a=b"; filename*=UTF-8''xSet-Cookie_%20a%3Db`],
  ])('D12 %j', (name, header) => {
    expect(contentDisposition(name)).toBe(header)
  })

  it('D12 the header is plain ASCII of one line for any name, also a very long one', () => {
    const every = String.fromCodePoint(...Array.from({ length: 5000 }, (_, code) => code + 1))
    for (const name of [every, [...every].toReversed().join(''), '\ud800', 'a'.repeat(5000)]) {
      expect(contentDisposition(name)).toMatch(
        /^attachment; filename="[\x20\x21\x23-\x5b\x5d-\x7e]*"; filename\*=UTF-8''[\w!#$&+\-.^`|~%]+$/,
      )
    }
  })
})
