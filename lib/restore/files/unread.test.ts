import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isRoot } from '#lib/posix/posix.testing.ts'
import { comparable } from './entries.testing.ts'
import { openTarget } from './folder.ts'
import { FolderChain } from './folder-chain.ts'
import { type RestoreEvent, restoreFiles } from './restore-files.ts'
import type { Overwrite } from './take-name.ts'
import { whatIsThere } from './what-is-there.ts'

// No mode keeps root out, so root takes the place of another user for as long.
const nobody = 65_534

let base: string
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'thaw-unread-'))
  if (isRoot) chownSync(base, nobody, nobody)
  if (isRoot) process.seteuid!(nobody)
})
afterEach(() => {
  if (isRoot) process.seteuid!(0)
  rmSync(base, { recursive: true, force: true })
})

async function restore(overwrite: Overwrite = false) {
  const told: string[] = []
  const onEvent = (event: RestoreEvent) => {
    if (event.kind === 'kept') told.push(event.because.is)
    else if ('name' in event) told.push(event.kind)
  }
  const source = (async function* () {
    yield comparable('x', 'content', { mode: 0 })
  })()
  await restoreFiles(source, { directory: base, overwrite, signal: new AbortController().signal, onEvent })
  return told
}

describe('what is there and cannot be read', () => {
  it('is a file: nobody knows whether it is another one, also after the same restore', async () => {
    expect(await restore()).toEqual(['restored'])
    expect(await restore()).toEqual(['unread'])
    expect(await restore(true)).toEqual(['restored'])
  })

  it('is foreseen by a dry run', async () => {
    await restore()
    using chain = new FolderChain(openTarget(base))
    const foreseen = (overwrite: Overwrite) =>
      whatIsThere(
        chain,
        { type: 'file', size: 7 },
        { ok: true, parents: [], last: 'x', isFolder: false },
        { overwrite, signal: new AbortController().signal },
      )
    expect([await foreseen(false), await foreseen(true)]).toEqual([{ is: 'unread' }, 'nothing'])
  })

  it('is no file: it is something else, whatever it has', async () => {
    mkdirSync(join(base, 'x'))
    chmodSync(join(base, 'x'), 0)
    expect(await restore()).toEqual(['taken'])
    rmdirSync(join(base, 'x'))
    writeFileSync(join(base, 'shut'), 'content', { mode: 0 })
    symlinkSync('shut', join(base, 'x'))
    expect(await restore()).toEqual(['taken'])
  })
})
