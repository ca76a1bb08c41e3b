import { expect, it } from 'vitest'
import { createDetails } from './details.ts'

it('details fit into 4 KiB, and say how many patterns do not', () => {
  const patterns = Array.from({ length: 1000 }, (_, i) => `ünïcödé-${i}`)
  const details = createDetails({ patterns, caches: true, oneFileSystem: true })
  for (const rule of ['cache', 'mount', 'store'] as const) details.note({ kind: 'excluded', name: 'x', rule })
  details.note({ kind: 'excluded', name: 'x', rule: 'pattern', pattern: 'ünïcödé-1' })
  details.note({ kind: 'vanished', name: 'x' })
  const text = details.toString()
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4096)
  const { excluded, ...counts } = JSON.parse(text)
  expect(excluded).toMatchObject({ caches: 1, mounts: 1, store: 1 })
  expect(excluded.patterns[1]).toEqual({ pattern: 'ünïcödé-1', items: 1 })
  expect(excluded.patterns.length + excluded.morePatterns).toBe(1000)
  expect(counts).toEqual({ vanished: 1, skipped: 0, changed: 0 })
})
