import { describe, expect, it } from 'vitest'
import { madeHow } from './made-how.ts'

describe('how a backup was made', () => {
  it('is told in words where thaw backup noted it', () => {
    const noted = {
      excluded: {
        patterns: [
          { pattern: '*.o', items: 1 },
          { pattern: 'tmp/', items: 0 },
        ],
        morePatterns: 2,
        caches: 0,
      },
      vanished: 3,
      skipped: 0,
      changed: 0,
    }
    expect(madeHow(JSON.stringify(noted))).toEqual([
      { label: 'Excluded', value: '*.o, 1 item' },
      { label: 'Excluded', value: 'tmp/, 0 items' },
      { label: 'Excluded', value: 'and by 2 more patterns' },
      { label: 'Caches left out', value: '0' },
      { label: 'Vanished while reading', value: '3' },
    ])
  })

  it.each(['', '{', '3', 'null', '[1]', '"x"', '<img>'])('%j of another writer is told as it stands', (text) => {
    expect(madeHow(text)).toEqual([{ label: 'Noted', value: text }])
  })

  it('takes any members of any type', () => {
    expect(madeHow('{"tool":"mine","excluded":7,"skipped":"many","run":{"n":1}}')).toEqual([
      { label: 'tool', value: 'mine' },
      { label: 'run', value: '{"n":1}' },
    ])
    expect(madeHow('{"excluded":{"patterns":[{}],"caches":"x"}}')).toEqual([{ label: 'Excluded', value: 'undefined' }])
  })
})
