import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { comparable, dir, symlink } from './entries.testing.ts'
import { type RestoreEntry, type RestoreEvent, type RestoreOptions, restoreFiles } from './restore-files.ts'

// No mode keeps root out, so root becomes nobody for the time of a test.
const isRoot = process.geteuid?.() === 0
const nobody = 65_534

let base: string
let target: string
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'thaw-shut-'))
  if (isRoot) chownSync(base, nobody, nobody)
  if (isRoot) process.seteuid!(nobody)
  target = join(base, 'target')
  mkdirSync(target)
})
afterEach(() => {
  if (isRoot) process.seteuid!(0)
  rmSync(base, { recursive: true, force: true })
})

const at = (path: string) => join(target, path)
const modeOf = (path: string) => lstatSync(at(path)).mode & 0o7777
const gone = Object.assign(new Error('the service went away'), { retryable: true })

function shutFolder(path: string, mode: number, content = 'mine'): void {
  mkdirSync(at(path), { recursive: true })
  writeFileSync(join(at(path), 'there'), content)
  chmodSync(at(path), mode)
}

async function restore(entries: RestoreEntry[], options: Partial<RestoreOptions> = {}) {
  const told: Record<string, string> = {}
  const source = (async function* () {
    yield* entries
  })()
  const onEvent = (event: RestoreEvent) => {
    if ('name' in event) told[event.name] = event.kind
  }
  await restoreFiles(source, { directory: target, signal: new AbortController().signal, ...options, onEvent })
  return told
}

describe('a folder of one’s own that is shut', () => {
  it.each([0o555, 0o500, 0o311, 0o000])('with mode %o is opened for the work and gets its mode back', async (mode) => {
    shutFolder('shut', mode)
    const entries = [comparable('shut/in/deep'), comparable('shut/new'), symlink('shut/symlink', 'new')]
    expect(await restore(entries)).toEqual({
      'shut/in/deep': 'restored',
      'shut/new': 'restored',
      'shut/symlink': 'restored',
    })
    expect(modeOf('shut')).toBe(mode)
    chmodSync(at('shut'), 0o755)
    expect(readdirSync(at('shut')).sort()).toEqual(['in', 'new', 'symlink', 'there'])
    expect(readdirSync(target)).toEqual(['shut'])
  })

  it('is the target itself', async () => {
    chmodSync(target, 0o555)
    expect(await restore([comparable('new')])).toEqual({ new: 'restored' })
    expect([modeOf(''), readdirSync(target)]).toEqual([0o555, ['new']])
  })

  it('takes the mode of the backup where it is overwritten, also with shut ones below', async () => {
    shutFolder('shut', 0o555)
    mkdirSync(at('made'))
    const entries = [dir('shut/', { mode: 0o511 }), dir('shut/in/', { mode: 0o444 }), comparable('shut/in/deep')]
    await restore(entries, { overwrite: true })
    expect(modeOf('shut')).toBe(0o511)
    expect(modeOf('shut/in')).toBe(0o444)
    expect(Object.values(await restore(entries, { overwrite: true }))).toEqual(['unchanged', 'unchanged', 'unchanged'])
    expect([modeOf('shut'), modeOf('shut/in')]).toEqual([0o511, 0o444])
  })

  it('gets its mode back when the restore fails, and again from the run that goes on', async () => {
    shutFolder('shut/below', 0o500)
    shutFolder('shut', 0o555)
    const failing = comparable('shut/below/new', 'content', {
      read: () => {
        throw gone
      },
    })
    await expect(restore([dir('shut/made/', { mode: 0o705 }), failing])).rejects.toBe(gone)
    expect([modeOf('shut'), modeOf('shut/below')]).toEqual([0o555, 0o500])
    await restore([comparable('shut/below/new'), dir('shut/made/', { mode: 0o705 })])
    expect([modeOf('shut'), modeOf('shut/below'), modeOf('shut/made')]).toEqual([0o555, 0o500, 0o705])
    expect(readdirSync(target)).toEqual(['shut'])
  })

  it('gets its mode back from the run that follows one that was killed', async () => {
    shutFolder('shut', 0o555)
    // What is left by a run that is killed: the note, and the folder as it was widened. The last note was cut short.
    chmodSync(at('shut'), 0o755)
    writeFileSync(at('.thaw-restore.part'), '["shut",365]\n"shut/ma')
    await restore([comparable('other/new')])
    expect(modeOf('shut')).toBe(0o555)
    expect(readdirSync(target).sort()).toEqual(['other', 'shut'])
  })

  it('is opened to delete from it, and to replace it', async () => {
    shutFolder('shut', 0o555)
    shutFolder('extra/deep', 0)
    chmodSync(at('extra'), 0o500)
    shutFolder('file', 0)
    const entries = [comparable('file'), comparable('shut/new')]
    const names = async function* () {
      for (const { name } of entries) yield name
    }
    const told = await restore(entries, { overwrite: 'folders', extras: { prefix: '', removeBy: names } })
    expect(told).toEqual({ 'extra/': 'removed', file: 'restored', 'shut/new': 'restored', 'shut/there': 'removed' })
    expect([modeOf('shut'), readdirSync(at('shut'))]).toEqual([0o555, ['new']])
    expect(readFileSync(at('file'), 'utf8')).toBe('content')
  })

  it('of somebody else is left as it is, and told', async () => {
    if (!isRoot) return
    process.seteuid!(0)
    mkdirSync(at('theirs'), { mode: 0o555 })
    process.seteuid!(nobody)
    expect(await restore([comparable('mine'), comparable('theirs/new')])).toEqual({
      mine: 'restored',
      'theirs/new': 'failed',
    })
    expect(modeOf('theirs')).toBe(0o555)
  })
})
