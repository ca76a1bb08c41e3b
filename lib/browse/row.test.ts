import { describe, expect, it } from 'vitest'
import { entryRow } from './row.ts'

const metadata = '{"v":"thaw/1","type":"file","size":12,"mtime":"1700000000123456789","mode":"644"}'
const object = { Name: 'a', ObjectChecksum: 'c', ChunksCount: 1 }

describe('entryRow', () => {
  it('trusts the service over the metadata string, and marks what is only a hint', () => {
    expect(
      entryRow({ kind: 'object', name: 'a', object: { ...object, MetadataString: metadata, ObjectLength: 13 } }),
    ).toEqual({
      kind: 'object',
      name: 'a',
      size: 13,
      modified: 1_700_000_000_123,
      type: 'file',
      checksum: 'c',
      chunks: 1,
    })
    expect(entryRow({ kind: 'object', name: 'a', object: { ...object, MetadataString: metadata } })).toMatchObject({
      size: 12,
      sizeIsHint: true,
    })
  })

  it('shows objects of other writers with what is known of them', () => {
    expect(entryRow({ kind: 'object', name: 'a', object: { ...object, MetadataString: 'owner=me' } })).toEqual({
      kind: 'object',
      name: 'a',
      checksum: 'c',
      chunks: 1,
    })
  })

  it('takes a folder’s time from its marker', () => {
    expect(entryRow({ kind: 'folder', name: 'a/', marker: { ...object, MetadataString: metadata } })).toEqual({
      kind: 'folder',
      name: 'a/',
      modified: 1_700_000_000_123,
    })
    expect(entryRow({ kind: 'folder', name: 'a/' })).toEqual({ kind: 'folder', name: 'a/' })
  })

  it('says no time that no calendar can show', () => {
    const at = (mtime: bigint) =>
      entryRow({
        kind: 'object',
        name: 'a',
        object: { ...object, MetadataString: metadata.replace(/"1\d+"/, `"${mtime}"`) },
      })
    const furthest = 8_640_000_000_000_000n * 1_000_000n
    for (const mtime of [furthest, -furthest, -1n]) {
      const { modified } = at(mtime)
      expect(new Date(modified!).toISOString(), 'it can be shown').toBeTruthy()
    }
    for (const mtime of [furthest + 1_000_000n, -furthest - 1_000_000n, 2n ** 62n * 1_000_000_000n]) {
      expect(at(mtime)).toMatchObject({ type: 'file' })
      expect(at(mtime)).not.toHaveProperty('modified')
    }
  })
})
