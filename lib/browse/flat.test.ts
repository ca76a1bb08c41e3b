import { describe, expect, it } from 'vitest'
import { fakeLister } from './fake-lister.ts'
import { listFlat } from './flat.ts'
import type { Cursor } from './lister.ts'

describe('listFlat', () => {
  it('pages through a prefix in order, every name once, over empty pages too', async () => {
    const names = Array.from({ length: 250 }, (_, i) => `a/${String(i).padStart(3, '0')}`)
    for (const emptyPages of [0, 2, 70]) {
      const { list } = fakeLister([...names, 'b', '0'], { emptyPages })
      const seen: string[] = []
      let cursor: Cursor | undefined
      do {
        const page = await listFlat(list, { prefix: 'a/', start: 'a/010', cursor })
        seen.push(...page.entries.map((entry) => entry.name))
        cursor = page.cursor
      } while (cursor)
      expect(seen).toEqual(names.slice(10))
    }
  })
})
