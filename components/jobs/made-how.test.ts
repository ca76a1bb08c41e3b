import { describe, expect, it } from 'vitest'
import { visible } from '../format/text.ts'
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
        dropped: 9,
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
      { label: 'In the backup before, and excluded now', value: '9' },
      { label: 'Vanished while reading', value: '3' },
    ])
  })

  it('names what was skipped, as far as there is room', () => {
    const names = Array.from({ length: 12 }, (_, i) => `${i}\n`)
    expect(madeHow(JSON.stringify({ skipped: 900, kept: 850, skippedNames: names }))).toEqual([
      { label: 'Skipped', value: `900: ${names.slice(0, 10).map(visible).join(', ')} and 890 more` },
      { label: 'As in the backup before, because skipped', value: '850' },
    ])
    expect(madeHow('{"skipped":1,"skippedNames":["a/"]}')).toEqual([{ label: 'Skipped', value: '1: a/' }])
    expect(madeHow('{"skipped":2,"skippedNames":7}')).toEqual([{ label: 'Skipped', value: '2' }])
  })

  it('tells what is not kept of items', () => {
    const noted = { without: { unreadable: 3, tooLarge: 0 }, attributesNotKept: 'why', ownerNamesNotKept: 7 }
    expect(madeHow(JSON.stringify(noted))).toEqual([
      { label: 'Without attributes that cannot be read', value: '3' },
      { label: 'Attributes and ACLs', value: 'not kept: why' },
    ])
    expect(madeHow('{"without":null}')).toEqual([])
  })

  it('leaves out how the folder itself looks, which is for a restore, and no other note of that name', () => {
    expect(madeHow('{"folder":{"metadata":"{}"}}')).toEqual([])
    expect(madeHow('{"folder":"/home"}')).toEqual([{ label: 'folder', value: '/home' }])
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
