import { describe, expect, it } from 'vitest'
import type { NameKind, PlannedEntry, TakenNames } from '#lib/ledger/archive-entries.ts'
import type { NameRules } from '#lib/restore/archive/names.ts'
import { createArchiveNames } from './archive-names.ts'
import { manifestLine } from './manifest.ts'

function names(naming: NameRules['naming'] = 'portable') {
  const kinds = new Map<string, NameKind>()
  const numbers = new Map<string, number>()
  const taken: TakenNames = {
    kindOf: (key) => kinds.get(key),
    take: (key, kind) => void kinds.set(key, kind),
    nextNumber: (key) => {
      const next = numbers.get(key) ?? 2
      numbers.set(key, next + 1)
      return next
    },
  }
  return createArchiveNames(taken, { naming, format: 'tar' })
}

describe('D18 names in an archive', () => {
  it('stay what they are where they can', () => {
    const { file, folder } = names()
    expect([folder('a/'), file('a/b.txt'), file('a/c')]).toEqual(['a/', 'a/b.txt', 'a/c'])
  })

  it('N08 stay what they are where they look like formulas: they stand in JSON, never in a table for spreadsheets', () => {
    const { file } = names()
    const formulas = ['=1+1', '+1', '-1', '@SUM(A1)']
    expect(formulas.map(file)).toEqual(formulas)
    const entry = { name: '=1+1', object: '=1+1', type: 'file', checksum: 'c', size: 0, chunks: 0, skipped: null }
    expect(JSON.parse(manifestLine({ ...entry, damaged: false } as PlannedEntry))).toMatchObject({ object: '=1+1' })
  })

  it('N03 differ by more than case and Unicode form', () => {
    const { file } = names()
    expect(['Read.me', 'read.me', 'READ.ME', 'café', 'café'].map(file)).toEqual([
      'Read.me',
      'read (2).me',
      'READ (3).ME',
      'café',
      'café (2)',
    ])
  })

  it('never put anything below a name that is a file or a link', () => {
    const { file, folder } = names()
    expect([file('a'), file('a/x'), file('A/y'), folder('a/')]).toEqual(['a', 'a (2)/x', 'A (2)/y', 'a (2)/'])
  })

  it('give way where a folder already lies', () => {
    const { file } = names()
    expect([file('a:/x'), file('a_')]).toEqual(['a_/x', 'a_ (2)'])
  })

  it('leave the archive its own', () => {
    const all = names()
    all.reserve('SHA256SUMS')
    expect(all.file('sha256sums')).toBe('sha256sums (2)')
  })

  it('find a free number for thousands of equal names at once', () => {
    const { file } = names()
    const given = Array.from({ length: 5_000 }, (_, index) => file(`same${'\u200b'.repeat(index)}`))
    expect(new Set(given).size).toBe(5_000)
    expect(given.at(-1)).toBe('same (5000)')
  })
})

describe('D18 names in an archive for Unix', () => {
  it('N03 N13 stay what they are, whatever Windows or a Mac makes of them', () => {
    const { file, folder } = names('unix')
    const given = ['Algorithm::Diff.3pm.gz', '_Exit.2.gz', '_exit.2.gz', 'caf\u00e9', 'cafe\u0301', 'x/A', 'X/a', 'CON']
    expect(given.map(file)).toEqual(given)
    expect(['D/', 'd/', 'X/'].map(folder)).toEqual(['D/', 'd/', 'X/'])
  })

  it('N03 are none twice, once they are cleaned', () => {
    const { file, folder } = names('unix')
    expect(['a', 'a\u200b', 'A', 'A\u200b'].map(file)).toEqual(['a', 'a (2)', 'A', 'A (3)'])
    expect(['d/', 'd//', 'D/'].map(folder)).toEqual(['d/', 'd (2)/', 'D/'])
  })

  it('never put anything below a name that is a file or a link, for a Mac either', () => {
    const { file, folder } = names('unix')
    expect([file('a'), file('a/x'), file('A/y'), folder('A/')]).toEqual(['a', 'a (2)/x', 'A (2)/y', 'A (2)/'])
    expect([file('B/x'), file('b'), folder('b/')]).toEqual(['B/x', 'b (2)', 'b/'])
  })

  it('leave the archive its own', () => {
    const all = names('unix')
    all.reserve('SHA256SUMS')
    expect(all.file('sha256sums')).toBe('sha256sums (2)')
  })

  it('find a free number for thousands of equal names at once', () => {
    const { file } = names('unix')
    const given = Array.from({ length: 5_000 }, (_, index) => file(`same${'\u200b'.repeat(index)}`))
    expect(new Set(given).size).toBe(5_000)
    expect(given.at(-1)).toBe('same (5000)')
  })
})
