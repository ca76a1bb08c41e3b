import { expect, it } from 'vitest'
import type { ThawMetadata } from '#lib/browse/metadata.ts'
import { parseThawMetadata } from '#lib/browse/metadata.ts'
import { storedFacts } from './stored-facts.ts'

const metadata: ThawMetadata = { type: 'file', size: 1, mtime: 2n, mode: 0o644, seen: 'aB3/+zaB3/+z' }

it('what is stored without something counts as seen by no later backup, which tells it again', () => {
  const whole = storedFacts(metadata, { found: [['user.a', Buffer.from('a')]], unread: [] })
  expect(whole.without).toBeUndefined()
  expect(parseThawMetadata(whole.members.MetadataString)?.seen).toBe(metadata.seen)
  for (const xattrs of [
    { found: [], unread: ['user.a'] },
    { found: [['user.a', Buffer.alloc(4 * 1024 * 1024)]] as [string, Buffer][], unread: [] },
  ]) {
    const { without, members } = storedFacts(metadata, xattrs)
    expect(without?.what).toMatch(/cannot be read|larger than 4 MiB/)
    expect(parseThawMetadata(members.MetadataString)).toEqual({ ...metadata, seen: undefined, attributes: 'partial' })
  }
})

it('what nobody could look at says so, and is no other than that', () => {
  const { members, without } = storedFacts(metadata, { found: [], unread: [], unasked: true })
  expect(without).toBeUndefined()
  expect(members.MetadataBlob).toBeUndefined()
  expect(parseThawMetadata(members.MetadataString)).toEqual({ ...metadata, attributes: 'unasked' })
  const none = storedFacts(metadata, { found: [], unread: [] })
  expect(parseThawMetadata(none.members.MetadataString)).toEqual(metadata)
})
