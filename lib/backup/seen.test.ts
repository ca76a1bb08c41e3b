import { describe, expect, it } from 'vitest'
import { formatSeen, isSeen, isSettled } from './seen.ts'

const now = { ctime: 1_700_000_000_123_456_789n, inode: 42n }
const touched = { ...now, ctime: now.ctime + 1n }
const replaced = { ...now, inode: 43n }

describe('what was seen of a file', () => {
  it('fits into the metadata string, for any time and inode', () => {
    for (const ctime of [-(2n ** 63n), -1n, 0n, 2n ** 63n - 1n])
      expect(formatSeen({ ctime, inode: 2n ** 64n - 1n })).toMatch(/^[A-Za-z0-9+/]{12}$/)
  })

  it.each([
    ['as it was', now, [true, true, true, true]],
    ['changed a nanosecond later', touched, [false, true, false, true]],
    ['replaced', replaced, [false, false, true, true]],
  ])('tells a file that is %s, as far as it is asked', (_, file, expected) => {
    const seen = formatSeen(now)
    expect([
      isSeen(seen, file),
      isSeen(seen, file, { ignoreCtime: true }),
      isSeen(seen, file, { ignoreInode: true }),
      isSeen(seen, file, { ignoreCtime: true, ignoreInode: true }),
    ]).toEqual(expected)
  })
})

it.each([
  ['a fine clock', 1_700_000_000_123_000_000n, 20, 21],
  ['a clock of seconds', 1_700_000_000_000_000_000n, 2000, 2001],
])('a file is settled once a later write is told apart by %s', (_, ctime, early, late) => {
  const changed = Number(ctime / 1_000_000n)
  expect([isSettled({ ctime }, changed + early), isSettled({ ctime }, changed + late)]).toEqual([false, true])
  expect(isSettled({ ctime }, changed - 60_000)).toBe(false) // another machine's clock
})
