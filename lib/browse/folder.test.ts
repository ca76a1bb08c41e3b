import { describe, expect, it } from 'vitest'
import { fakeLister } from './fake-lister.ts'
import { type FolderQuery, listFolder } from './folder.ts'
import { type Cursor, type List, ListingOrderError, type Named } from './lister.ts'

const words = 'applications bash doc fonts icons java locale man mime perl5 python3 sounds themes vim zoneinfo'.split(
  ' ',
)

async function all(list: List<Named>, query: Partial<FolderQuery>) {
  const names: string[] = []
  let cursor: Cursor | undefined
  let pages = 0
  do {
    const page = await listFolder(list, { folder: '', limit: 100, ...query, cursor })
    names.push(...page.entries.map((entry) => entry.name))
    cursor = page.cursor
    if (++pages > 10_000) throw new Error('the listing does not end')
  } while (cursor)
  return names
}

describe('listFolder', () => {
  it('shows objects and folders of one level, merged in byte order', async () => {
    const { list } = fakeLister(['b.txt', 'a', 'a-1', 'a/x', 'a/y/z', 'a.txt', 'a0', 'é/1', 'z'])
    expect(await all(list, {})).toEqual(['a', 'a-1', 'a.txt', 'a/', 'a0', 'b.txt', 'z', 'é/'])
  })

  it('N12 shows a file beside a folder of its name, empty segments and a leading slash as what they are', async () => {
    const { list } = fakeLister(['/lead', '//two', 'a', 'a/', 'a/b', 'a//c', 'a//d/e'])
    expect(await all(list, {})).toEqual(['/', 'a', 'a/'])
    expect(await all(list, { folder: '/' })).toEqual(['//', '/lead'])
    expect(await all(list, { folder: 'a/' })).toEqual(['a//', 'a/b'])
    expect(await all(list, { folder: 'a//' })).toEqual(['a//c', 'a//d/'])
  })

  it('takes the marker object for the folder itself', async () => {
    const { list } = fakeLister(['a/', 'a/b/', 'a/b/c', 'a/d/e'])
    const root = await listFolder(list, { folder: '', limit: 10 })
    expect(root.entries).toEqual([{ kind: 'folder', name: 'a/', marker: { Name: 'a/' } }])
    const page = await listFolder(list, { folder: 'a/', limit: 10 })
    expect(page.marker).toEqual({ Name: 'a/' })
    expect(page.entries).toEqual([
      { kind: 'folder', name: 'a/b/', marker: { Name: 'a/b/' } },
      { kind: 'folder', name: 'a/d/' },
    ])
  })

  it('filters by what a name begins with, and begins at a name', async () => {
    const { list } = fakeLister(['x/doc', 'x/docs/1', 'x/docs/2', 'x/done', 'x/e', 'y'])
    expect(await all(list, { folder: 'x/', prefix: 'do' })).toEqual(['x/doc', 'x/docs/', 'x/done'])
    expect(await all(list, { folder: 'x/', start: 'x/docs/2' })).toEqual(['x/docs/', 'x/done', 'x/e'])
  })

  it('gives every entry once, whatever the page size', async () => {
    const names = ['f', 'f/', 'f/1', ...numbers(40, (i) => `d${i}/x`), ...numbers(40, (i) => `e${i}`), 'd7', 'd7/y/z']
    const whole = await all(fakeLister(names).list, { limit: 1000 })
    expect(new Set(whole).size).toBe(whole.length)
    for (const limit of [1, 2, 3, 7, 50]) expect(await all(fakeLister(names).list, { limit })).toEqual(whole)
  })

  it('goes on over short and empty pages, also where a budget ends between them', async () => {
    const names = numbers(30, (i) => `d${i}/x`)
    expect(await all(fakeLister(names, { emptyPages: 3 }).list, {})).toHaveLength(30)
    expect(await all(fakeLister(names, { emptyPages: 120 }).list, { limit: 10 })).toHaveLength(30)
  })

  it('ends with an empty page when a listing repeats the place it stands at', async () => {
    let asked = 0
    const list: List<Named> = async ({ token }) => {
      asked++
      if (token === 'end') return { objects: [{ Name: 'c' }] }
      return { objects: [{ Name: 'b' }], token: token ? 'end' : 'more' }
    }
    const names = await all(list, { limit: 5, cursor: undefined })
    expect(names).toEqual(['b', 'c'])
    expect(asked).toBeLessThan(6)
  })

  it('refuses a listing that is out of order', async () => {
    const list: List<Named> = async () => ({ objects: [{ Name: 'b' }, { Name: 'a' }] })
    await expect(listFolder(list, { folder: '', limit: 10 })).rejects.toThrow(ListingOrderError)
  })

  it('stops with the signal', async () => {
    const list: List<Named> = async (_query, signal) => {
      signal?.throwIfAborted()
      return { objects: [] }
    }
    await expect(listFolder(list, { folder: '', limit: 10 }, AbortSignal.abort())).rejects.toThrow()
  })
})

describe('the cost of a folder', () => {
  const million = [
    ...numbers(2_000, (i) => numbers(400, (j) => `big/${pad(i)}/${pad(j)}`)).flat(),
    ...numbers(200_000, (i) => `many/${String(i).padStart(6, '0')}`),
    ...words.flatMap((word) => numbers(10, (j) => `words/${word}/${j}`)),
    'zz',
  ]

  it('is the folder’s with a million names below and beside it', async () => {
    const { list, cost } = fakeLister(million)
    expect(await all(list, {})).toEqual(['big/', 'many/', 'words/', 'zz'])
    expect(cost.requests).toBeLessThanOrEqual(5)
    expect(cost.rows).toBeLessThanOrEqual(30)
  })

  it('is about a request an entry for large folders, numbered ones asked side by side', async () => {
    const { list, cost } = fakeLister(million)
    const page = await listFolder(list, { folder: 'big/', limit: 100 })
    expect(page.entries).toHaveLength(100)
    expect(page.entries.at(-1)?.name).toBe('big/0099/')
    expect(cost.requests).toBeLessThanOrEqual(125)
    expect(cost.rows).toBeLessThanOrEqual(350)
    expect(cost.most).toBeGreaterThan(4)
  })

  it('is two requests for a page of plain objects, wherever it begins', async () => {
    const { list, cost } = fakeLister(million)
    const page = await listFolder(list, { folder: 'many/', limit: 100, cursor: { after: 'many/150000' } })
    expect(page.entries[0]?.name).toBe('many/150001')
    expect(page.entries).toHaveLength(100)
    expect(cost.requests).toBeLessThanOrEqual(4)
    expect(cost.rows).toBeLessThanOrEqual(250)
  })

  it('reads few rows in vain where small folders have names nobody guesses', async () => {
    const { list, cost } = fakeLister(million)
    expect(await all(list, { folder: 'words/' })).toEqual(words.map((word) => `words/${word}/`))
    expect(cost.rows).toBeLessThanOrEqual(words.length * 10)
  })
})

function numbers<T>(count: number, make: (i: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => make(i))
}

function pad(i: number) {
  return String(i).padStart(4, '0')
}
