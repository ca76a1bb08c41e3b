import { describe, expect, it } from 'vitest'
import type { PlannedEntry, TakenName } from '#lib/ledger/archive-entries.ts'
import type { NameRules } from '#lib/restore/archive/names.ts'
import { createArchiveNames } from './archive-names.ts'
import { manifestLine } from './manifest.ts'
import { createTakenNames } from './taken-names.ts'

function names(naming: NameRules['naming'] = 'portable') {
  const rows = new Map<string, TakenName>()
  const plans = { names: async (_: string, keys: readonly string[]) => keys.flatMap((key) => rows.get(key) ?? []) }
  const taken = createTakenNames(plans, 'plan')
  const given = createArchiveNames(taken, { naming, format: 'tar' })
  /** One after the other, each written before the next. */
  async function each(give: (name: string) => Promise<string>, asked: readonly string[]): Promise<string[]> {
    const got: string[] = []
    for (const name of asked) {
      got.push(await give(name))
      for (const change of taken.changes()) rows.set(change.key, change)
    }
    return got
  }
  return {
    ...given,
    files: (...asked: string[]) => each(given.file, asked),
    folders: (...asked: string[]) => each(given.folder, asked),
  }
}

describe('D18 names in an archive', () => {
  it('stay what they are where they can', async () => {
    const { file, folder } = names()
    expect([await folder('a/'), await file('a/b.txt'), await file('a/c')]).toEqual(['a/', 'a/b.txt', 'a/c'])
  })

  it('N08 stay what they are where they look like formulas: they stand in JSON, never in a table for spreadsheets', async () => {
    const { files } = names()
    const formulas = ['=1+1', '+1', '-1', '@SUM(A1)']
    expect(await files(...formulas)).toEqual(formulas)
    const entry = { name: '=1+1', object: '=1+1', type: 'file', checksum: 'c', size: 0, chunks: 0, skipped: null }
    expect(JSON.parse(manifestLine({ ...entry, damaged: false } as PlannedEntry))).toMatchObject({ object: '=1+1' })
  })

  it('N03 differ by more than case and Unicode form', async () => {
    const { files } = names()
    expect(await files('Read.me', 'read.me', 'READ.ME', 'café', 'café')).toEqual([
      'Read.me',
      'read (2).me',
      'READ (3).ME',
      'café',
      'café (2)',
    ])
  })

  it('never put anything below a name that is a file or a link', async () => {
    const { file, folder } = names()
    expect([await file('a'), await file('a/x'), await file('A/y'), await folder('a/')]).toEqual([
      'a',
      'a (2)/x',
      'A (2)/y',
      'a (2)/',
    ])
  })

  it('give way where a folder already lies', async () => {
    const { file } = names()
    expect([await file('a:/x'), await file('a_')]).toEqual(['a_/x', 'a_ (2)'])
  })

  it('leave the archive its own', async () => {
    const all = names()
    all.reserve('SHA256SUMS')
    expect(await all.file('sha256sums')).toBe('sha256sums (2)')
  })

  it('find a free number for thousands of equal names at once', async () => {
    const { files } = names()
    const given = await files(...Array.from({ length: 5_000 }, (_, index) => `same${'\u200b'.repeat(index)}`))
    expect(new Set(given).size).toBe(5_000)
    expect(given.at(-1)).toBe('same (5000)')
  })
})

describe('D18 names in an archive for Unix', () => {
  it('N03 N13 stay what they are, whatever Windows or a Mac makes of them', async () => {
    const { files, folders } = names('unix')
    const given = ['Algorithm::Diff.3pm.gz', '_Exit.2.gz', '_exit.2.gz', 'caf\u00e9', 'cafe\u0301', 'x/A', 'X/a', 'CON']
    expect(await files(...given)).toEqual(given)
    expect(await folders('D/', 'd/', 'X/')).toEqual(['D/', 'd/', 'X/'])
  })

  it('N03 are none twice, once they are cleaned', async () => {
    const { files, folders } = names('unix')
    expect(await files('a', 'a\u200b', 'A', 'A\u200b')).toEqual(['a', 'a (2)', 'A', 'A (3)'])
    expect(await folders('d/', 'd//', 'D/')).toEqual(['d/', 'd (2)/', 'D/'])
  })

  it('never put anything below a name that is a file or a link, for a Mac either', async () => {
    const { file, folder } = names('unix')
    expect([await file('a'), await file('a/x'), await file('A/y'), await folder('A/')]).toEqual([
      'a',
      'a (2)/x',
      'A (2)/y',
      'A (2)/',
    ])
    expect([await file('B/x'), await file('b'), await folder('b/')]).toEqual(['B/x', 'b (2)', 'b/'])
  })

  it('leave the archive its own', async () => {
    const all = names('unix')
    all.reserve('SHA256SUMS')
    expect(await all.file('sha256sums')).toBe('sha256sums (2)')
  })

  it('find a free number for thousands of equal names at once', async () => {
    const { files } = names('unix')
    const given = await files(...Array.from({ length: 5_000 }, (_, index) => `same${'\u200b'.repeat(index)}`))
    expect(new Set(given).size).toBe(5_000)
    expect(given.at(-1)).toBe('same (5000)')
  })
})
