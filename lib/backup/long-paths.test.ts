import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openTarget } from '#lib/restore/files/folder.ts'
import { removeAny } from '#lib/restore/files/remove-tree.ts'
import { type ScanItem, scan } from './scan.ts'

it('a path the system takes no more is named and left out, and the rest is found', async () => {
  const base = mkdtempSync(join(tmpdir(), 'thaw-long-'))
  const part = 'p'.repeat(200)
  let path = base
  let folder = openTarget(base)
  // 17 parts lead to what is backed up, 4 more are below it: 4,200 bytes, where a system takes 4,096.
  for (let depth = 0; depth < 21; depth++) {
    const below = folder.make(part)
    folder.release()
    folder = below
    if (depth < 17) path = join(path, part)
    writeFileSync(folder.at('file'), `at ${depth}`)
  }
  folder.release()
  try {
    const items: ScanItem[] = []
    for await (const item of scan(path)) items.push(item)
    expect(items.filter(({ kind }) => kind === 'found').map(({ name }) => name.replaceAll(part, 'p'))).toEqual([
      'file',
      'p/',
      'p/file',
      'p/p/',
      'p/p/file',
      'p/p/p/',
      'p/p/p/file',
    ])
    expect(items.filter(({ kind }) => kind === 'omitted')).toEqual([
      {
        kind: 'omitted',
        name: `${part}/`.repeat(4),
        reason: 'its name or path is longer than the system takes',
        keep: true,
      },
    ])
  } finally {
    using root = openTarget(base)
    removeAny(root, part)
    rmSync(base, { recursive: true })
  }
})
