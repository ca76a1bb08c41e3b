import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openTarget } from '#lib/restore/files/folder.ts'
import { removeAny } from '#lib/restore/files/remove-tree.ts'
import { type ScanItem, scan } from './scan.ts'

it.runIf(process.platform === 'linux')('a path longer than the system takes is walked like any other', async () => {
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
    const found = Array.from({ length: 5 }, (_, depth) => ['p/'.repeat(depth), `${'p/'.repeat(depth)}file`]).flat()
    expect(items.map(({ kind, name }) => `${kind} ${name.replaceAll(part, 'p')}`)).toEqual(
      found
        .filter((name) => name !== '')
        .toSorted()
        .map((name) => `found ${name}`),
    )
  } finally {
    using root = openTarget(base)
    removeAny(root, part)
    rmSync(base, { recursive: true })
  }
})
