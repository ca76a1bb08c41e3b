import { expect, it } from 'vitest'
import { createDetails } from './details.ts'
import type { FoundEntry } from './scan.ts'
import { createSkipped, skippedOf } from './skipped.ts'

it('details fit into 4 KiB, and say how many patterns do not', () => {
  const patterns = Array.from({ length: 1000 }, (_, i) => `ünïcödé-${i}`)
  const details = createDetails({ patterns, caches: true, oneFileSystem: true })
  for (const rule of ['cache', 'mount', 'store'] as const) details.note({ kind: 'excluded', name: 'x', rule })
  details.note({ kind: 'excluded', name: 'x', rule: 'pattern', pattern: 'ünïcödé-1' })
  details.note({ kind: 'vanished', name: 'x' })
  const entry = { kind: 'found', name: 'x' } as FoundEntry
  details.note({ kind: 'without', entry, unreadable: true, tooLarge: false, what: 'user.a' })
  details.note({ kind: 'without', entry, unreadable: true, tooLarge: true, what: 'user.b' })
  const skipped = createSkipped()
  const names = Array.from({ length: 1000 }, (_, i) => `${i}-not-readable`)
  for (const name of names) skipped.note({ kind: 'omitted', name, reason: 'permission denied', keep: true, kept: 1 })
  const text = details.toString(skipped)
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4096)
  const { excluded, ...counts } = JSON.parse(text)
  expect(excluded).toMatchObject({ caches: 1, mounts: 1, store: 1 })
  expect(excluded.patterns[1]).toEqual({ pattern: 'ünïcödé-1', items: 1 })
  expect(excluded.patterns.length + excluded.morePatterns).toBe(1000)
  expect(counts).toMatchObject({
    vanished: 1,
    skipped: 1000,
    kept: 1000,
    changed: 0,
    without: { unreadable: 2, tooLarge: 1 },
  })
  expect(skippedOf(text)).toEqual({ items: 1000, names: new Set(names.slice(0, counts.skippedNames.length)) })
  expect(counts.skippedNames.length).toBeGreaterThan(50)
})
