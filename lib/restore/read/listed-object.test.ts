import { describe, expect, it } from 'vitest'
import { storedObject } from './fixture.ts'
import { openListed } from './listed-object.ts'
import type { ListChunks, ListedChunk } from './plan.ts'
import { readVerified } from './read.ts'

const object = storedObject(...Array.from({ length: 5_000 }, (_, index) => (index % 9) + 1))
const length = object.bytes.length

function listing(listed: ListedChunk[] = object.listed, pageSize = 100) {
  const pages: number[] = []
  const listChunks: ListChunks = async (token) => {
    const from = Number(token ?? 0)
    pages.push(from)
    const to = from + pageSize
    return { chunks: listed.slice(from, to), nextToken: to < listed.length ? String(to) : undefined }
  }
  return { pages, listChunks }
}

async function received(opened: Awaited<ReturnType<typeof openListed>>) {
  const bytes: Uint8Array[] = []
  const reading = (async () => {
    for await (const piece of readVerified(opened, { fetchChunk: object.fetchChunk })) bytes.push(piece)
  })()
  const error = await reading.then(
    () => undefined,
    (thrown: Error) => thrown,
  )
  return { bytes: Buffer.concat(bytes), error }
}

describe('openListed', () => {
  it('gives a long object before its list is at an end, and the whole of it', async () => {
    const { pages, listChunks } = listing()
    const opened = await openListed({ listChunks, checksum: object.checksum, length })
    expect(pages.length).toBe(10)
    const { bytes, error } = await received(opened)
    expect(error).toBeUndefined()
    expect(bytes.equals(object.bytes)).toBe(true)
    expect(pages).toEqual(Array.from({ length: 50 }, (_, index) => index * 100))
  })

  it('proves the whole list first where nobody says how long the object is, or where it is short', async () => {
    const unknown = listing()
    await openListed({ ...unknown, checksum: object.checksum })
    expect(unknown.pages.length).toBe(50)
    const short = storedObject(5, 6)
    const opened = await openListed({ ...listing(short.listed), checksum: short.checksum, length: 11 })
    expect(opened.chunks).toHaveLength(2)
    await expect(openListed({ ...listing(short.listed), checksum: object.checksum, length: 11 })).rejects.toThrow(
      'adds up to checksum',
    )
  })

  const last = object.listed.at(-1)!
  it.each<[string, ListedChunk[], number]>([
    ['another checksum', [...object.listed.slice(0, -1), { ...last, Checksum: object.listed[0]!.Checksum }], length],
    ['a missing end', object.listed.slice(0, -1), length],
    ['a gap', object.listed.filter(({ Index }) => Index !== 4_000), length],
    ['more than was said', object.listed, length - 1],
    ['less than was said', object.listed, length + 1],
  ])('a long list with %s never ends as a success', async (_case, listed, said) => {
    const opened = await openListed({ ...listing(listed), checksum: object.checksum, length: said })
    const { bytes, error } = await received(opened)
    expect(error?.name).toBe('ObjectPlanError')
    expect(bytes.length).toBeLessThan(length)
    expect(object.bytes.subarray(0, bytes.length).equals(bytes)).toBe(true)
  })

  it('a list in no order is proven before anything is read', async () => {
    const { pages, listChunks } = listing(object.listed.toReversed())
    const opened = await openListed({ listChunks, checksum: object.checksum, length })
    expect(pages.length).toBe(50)
    expect((await received(opened)).bytes.equals(object.bytes)).toBe(true)
  })
})
