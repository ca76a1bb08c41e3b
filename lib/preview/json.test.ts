import { describe, expect, it } from 'vitest'
import { indentedJson, type JsonTree, readJson } from './json.ts'

const all = (tree: JsonTree) => new Uint8Array(tree.count).fill(1)

function told(text: string) {
  const tree = readJson(text)!
  return tree.rows(all(tree)).map((index) => {
    const { key, depth, start, end } = tree.value(index)
    return `${depth} ${key ?? ''} ${text.slice(start, end)}`
  })
}

describe('readJson', () => {
  it('tells every value with its name, its depth and its own text', () => {
    expect(told(' {"a": [1, {"b":null}], "c" : "x\\"y"} ')).toEqual([
      '0  {"a": [1, {"b":null}], "c" : "x\\"y"}',
      '1 "a" [1, {"b":null}]',
      '2  1',
      '2  {"b":null}',
      '3 "b" null',
      '1 "c" "x\\"y"',
    ])
  })

  it('shows of what is shut only itself', () => {
    const tree = readJson('[[1,2],[3],4]')!
    const open = new Uint8Array(tree.count)
    expect(tree.rows(open)).toEqual([0])
    open[0] = 1
    expect(tree.rows(open)).toEqual([0, 1, 4, 6])
    open[4] = 1
    expect(tree.rows(open)).toEqual([0, 1, 4, 5, 6])
    expect(tree.value(4)).toMatchObject({ kind: 'array', place: 1, children: 1, parent: 0 })
  })

  it('M04 keeps huge numbers and members that stand twice as they were written', () => {
    expect(told('{"a":1e400,"a":12345678901234567890,"__proto__":-0.0}').slice(1)).toEqual([
      '1 "a" 1e400',
      '1 "a" 12345678901234567890',
      '1 "__proto__" -0.0',
    ])
  })

  it('M04 reads a depth of 100,000 and four million bytes of elements', () => {
    const deep = readJson('['.repeat(100_000) + ']'.repeat(100_000))!
    expect(deep.count).toBe(100_000)
    expect(deep.value(99_999)).toMatchObject({ depth: 99_999, children: 0 })
    expect(deep.rows(all(deep))).toHaveLength(100_000)
    const wide = readJson(`[${'1,'.repeat(2_000_000)}1]`)!
    expect(wide.value(0).children).toBe(2_000_001)
    expect(readJson(`"${'x'.repeat(4_000_000)}"`)!.count).toBe(1)
  })

  it.each([
    '',
    ' ',
    '{',
    '[1,]',
    '{"a"}',
    '{a:1}',
    "'a'",
    '01',
    '1 2',
    '[1}',
    '"\\x"',
    '"\\u12g4"',
    '"a\nb"',
    'NaN',
    '{"a":1,}',
  ])('M04 is not taken in by %j', (text) => {
    expect(readJson(text)).toBeUndefined()
  })

  it.each(['0', '"a"', 'null', '[]', '{}', '[{}]', '-1.5e+3', '"\\u00e9\\n"'])('takes %j', (text) => {
    expect(readJson(text)?.value(0)).toMatchObject({ start: 0, end: text.length })
  })
})

describe('indentedJson', () => {
  it('spreads JSON out as JSON.stringify does, but changes no value', () => {
    const text = '{"a":[1,{"b":null},[],{}],"c":"x","n":12345678901234567890}'
    expect(indentedJson(text)).toBe(
      JSON.stringify(JSON.parse(text), null, 2).replace('12345678901234567000', '12345678901234567890'),
    )
    expect(indentedJson('{"a":')).toBe('{"a":')
  })

  it('of great depth is not mostly spaces', () => {
    const text = '['.repeat(20_000) + ']'.repeat(20_000)
    expect(indentedJson(text).length).toBeLessThan(10_000_000)
  })
})

describe('the beginning of JSON', () => {
  const written = '{"a": [1, {"b": null, "c": "x\\u00e9y"}], "d": -12.5e3, "e": [true, false]} '
  const whole = told(written)

  it('tells every value that is whole, wherever it is cut', () => {
    for (let length = 1; length < written.length - 1; length++) {
      const text = written.slice(0, length)
      const tree = readJson(text, true)!
      expect(tree, text).toBeDefined()
      expect(tree.value(0).cut, text).toBe(!text.endsWith(']}'))
      const ended = tree
        .rows(all(tree))
        .map(tree.value)
        .filter(({ cut }) => !cut)
      for (const { key, depth, start, end } of ended)
        expect(whole, text).toContain(`${depth} ${key ?? ''} ${text.slice(start, end)}`)
      expect(tree.rows(all(tree)).map((index) => tree.value(index).children).length).toBe(tree.count)
    }
  })

  it('counts what was read, and says of what is cut that it is', () => {
    const tree = readJson('{"a": [1, 2, 3', true)!
    expect(tree.count).toBe(4)
    expect([tree.value(0), tree.value(1)]).toMatchObject([
      { children: 1, cut: true },
      { children: 2, cut: true },
    ])
    expect(readJson('[1, "two"', true)!.value(2)).toMatchObject({ kind: 'string', cut: false })
    expect(readJson('[1]', true)!.value(0).cut).toBe(false)
  })

  it.each(['', ' ', '[INFO] started', '{"a" 1', '[1,]', '[tru,', '["\\x', '["a\\u12g', '[01', '[1]x', '{a', '[nope'])(
    'is not what begins like %j',
    (text) => expect(readJson(text, true)).toBeUndefined(),
  )

  it('is not taken for JSON where all of it is asked for', () => {
    for (let length = 0; length < written.length - 1; length++)
      expect(readJson(written.slice(0, length)), written.slice(0, length)).toBeUndefined()
  })
})
