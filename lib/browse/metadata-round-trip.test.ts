import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatThaw, parseThawBlob, parseThawMetadata, type ThawBlob } from './metadata.ts'

const furthest = 2n ** 63n * 1_000_000_000n
const digest = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('base64'))
const optional = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined })
/** Number or largest number; a name of a user has no colon. */
const id = fc.oneof(fc.nat(), fc.constantFrom(0, 0xffff_fffe))
const userName = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 64 }).filter((name) => !/[:\0]/.test(name))
const time = fc.oneof(
  fc.bigInt({ min: -furthest, max: furthest - 1n }),
  fc.constantFrom(-furthest, -1n, 0n, 1n, furthest - 1n),
)
const xattr = fc.tuple(
  fc
    .constantFrom('user.', 'trusted.', 'security.', 'system.', 'btrfs.', 'com.apple.')
    .chain((space) =>
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).map((name) => space + name.replaceAll('\0', '')),
    ),
  fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes).toString('base64')),
)

const metadata = fc.record(
  {
    type: fc.constantFrom('file' as const, 'dir' as const),
    size: fc.maxSafeNat(),
    mtime: time,
    mode: fc.nat(0o7777),
    sha256: optional(digest),
    chunk: optional(fc.integer({ min: 1, max: 64 * 1024 * 1024 })),
    owner: optional(fc.record({ uid: id, gid: id, user: userName, group: userName }, { requiredKeys: ['uid', 'gid'] })),
    link: optional(fc.stringMatching(/^[\w-]{11}$/)),
    holes: optional(fc.constant(true as const)),
    attributes: optional(fc.constantFrom('unasked' as const, 'partial' as const)),
  },
  { requiredKeys: ['type', 'size', 'mtime', 'mode'] },
)
const symlink = fc.record({
  type: fc.constant('symlink' as const),
  size: fc.constant(0),
  mtime: time,
  mode: fc.nat(0o7777),
  target: fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }),
})

/** What a reader ends up with: the string, and the blob where the string says there is one. */
function read(text: string, blob: string | undefined) {
  const { more, ...metadata } = parseThawMetadata(text)!
  expect(more === true).toBe(blob !== undefined)
  return { ...metadata, ...(blob === undefined ? {} : parseThawBlob(blob)) }
}
const said = (value: object) => JSON.parse(JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? `${v}n` : v)))

describe('every field of the metadata', () => {
  it('comes back from string and blob at its extremes, and the string always fits', () => {
    fc.assert(
      fc.property(fc.oneof(metadata, symlink), fc.array(xattr, { maxLength: 4 }), (facts, xattrs) => {
        const { text, blob } = formatThaw(facts, xattrs)
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(256)
        expect(text).not.toMatch(/\p{Cc}/u)
        expect(said(read(text, blob))).toEqual(said({ ...facts, ...(xattrs.length > 0 && { xattrs }) }))
      }),
      { numRuns: 2000 },
    )
  })

  it('of a file as they usually are fits into the string, so that one request stores it', () => {
    const usual = {
      ...{ type: 'file' as const, size: 123_456_789, mtime: 1_700_000_000_123_456_789n, mode: 0o644 },
      sha256: Buffer.alloc(32).toString('base64'),
      chunk: 4_194_304,
      owner: { uid: 1000, gid: 1000, user: 'alice', group: 'users' },
      link: 'abcdefghijk',
      attributes: 'unasked' as const,
    }
    const { text, blob } = formatThaw(usual)
    expect(blob).toBeUndefined()
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(256 - 24)
  })

  it('that another writer made up is left out or in range', () => {
    const base = '{"v":"thaw/1","type":"file","size":1,"mtime":"0","mode":"644"'
    const plain = { type: 'file', size: 1, mtime: 0n, mode: 0o644 }
    for (const made of [
      ...['"x"', '"1"', '"-1:0"', '"4294967295:0"', '"0:99999999999"', '"1:2:a"', '"1:2:a:b:c"', '7', 'null'].map(
        (owner) => `"owner":${owner}`,
      ),
      ...['""', '7', `"${'x'.repeat(65)}"`].map((link) => `"link":${link}`),
      '"holes":"yes"',
      '"more":"no"',
      '"xattrs":2',
      '"xattrs":[["user.a","YQ=="]]',
    ])
      expect(parseThawMetadata(`${base},${made}}`), made).toEqual(plain)
    for (const mtime of [furthest, -furthest - 1n, 10n ** 28n])
      expect(parseThawMetadata(`{"v":"thaw/1","type":"file","size":1,"mtime":"${mtime}","mode":"644"}`)).toBeUndefined()
  })

  it('of a blob that another writer made up is left out', () => {
    const xattrs = [
      ['user.good', 'YQ=='],
      ['user.', 'YQ=='],
      ['nothing', 'YQ=='],
      ['.none', 'YQ=='],
      ['user.nul\0', 'YQ=='],
      [`user.${'x'.repeat(251)}`, 'YQ=='],
      ['user.text', 'not base64!'],
      ['user.large', 'A'.repeat(87_388)],
      ['user.three', 'YQ==', 'YQ=='],
      'user.none',
      [7, 7],
    ]
    const blob: ThawBlob | undefined = parseThawBlob(JSON.stringify({ v: 'thaw/1', xattrs, target: 7, owner: [] }))
    expect(blob).toEqual({ xattrs: [['user.good', 'YQ==']] })
    for (const other of ['', '[]', 'null', '{"v":"thaw/2"}']) expect(parseThawBlob(other)).toBeUndefined()
  })
})
