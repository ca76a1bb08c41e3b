import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openLedger } from '../ledger/sqlite/open-ledger.ts'
import { setLinkTimes } from '../posix/times.ts'
import { snapshot } from './folder.testing.ts'
import { type CommandLine, openCommandLine } from './service.testing.ts'

vi.setConfig({ testTimeout: 300_000 }) // many processes one after another, on a machine that may be busy

let here: CommandLine
let source: string
let target: string
beforeAll(async () => {
  here = await openCommandLine()
})
afterAll(() => here[Symbol.asyncDispose]())
beforeEach(async () => {
  source = here.folder('source')
  target = join(here.folder('out'), 'target')
})

/** Files with their contents; a folder's name ends with a slash. */
function fill(folder: string, files: Record<string, string>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, name.endsWith('/') ? '.' : '..'), { recursive: true })
    if (!name.endsWith('/')) writeFileSync(join(folder, name), content)
  }
}
const lastLine = (text: string) => text.trimEnd().split('\n').at(-1)!
const receipt = async () => {
  await using ledger = await openLedger(join(here.dataDir, 'ledger.sqlite'))
  return (await ledger.receipts.list({ limit: 1 }))[0]
}
const raw = /\bE(?:ACCES|PERM|ISDIR|EXIST|NOTDIR|NOENT|NOSPC|ROFS|MFILE|NAMETOOLONG|LOOP)\b/

describe('R20 the folders on the way to a part', () => {
  it.each(['a/b/c.txt', 'a/b/c', 'a/b/', '/a/b/c.txt'])(
    'of the prefix %j get their modes and times',
    async (prefix) => {
      fill(source, { 'a/b/c.txt': 'c', 'a/other': 'o', d: 'd' })
      chmodSync(join(source, 'a/b'), 0o1750)
      chmodSync(join(source, 'a'), 0o711)
      const job = await here.backup(source)
      expect(await here.thaw('restore', job, prefix, '--to', target)).toMatchObject({ code: 0 })
      const whole = snapshot(source)
      const restored = snapshot(target)
      expect([...restored.keys()].sort()).toEqual(['a', 'a/b', 'a/b/c.txt'])
      for (const [name, facts] of restored) expect([name, facts]).toEqual([name, whole.get(name)])
    },
  )

  it('that were there before keep theirs, unless overwritten', async () => {
    fill(source, { 'a/b/c.txt': 'c' })
    const job = await here.backup(source)
    mkdirSync(join(target, 'a'), { recursive: true })
    chmodSync(join(target, 'a'), 0o701)
    await here.thaw('restore', job, 'a/b/c.txt', '--to', target)
    expect(lstatSync(join(target, 'a')).mode & 0o777).toBe(0o701)
    await here.thaw('restore', job, 'a/b/c.txt', '--to', target, '--overwrite')
    expect(lstatSync(join(target, 'a')).mode & 0o777).toBe(lstatSync(join(source, 'a')).mode & 0o777)
  })

  it('are not made where nothing has the prefix', async () => {
    fill(source, { 'a/b/c.txt': 'c' })
    const job = await here.backup(source)
    expect(await here.thaw('restore', job, 'a/b/x', '--to', target)).toMatchObject({ code: 1 })
    expect(readdirSync(target)).toEqual([])
  })
})

describe('the folder itself', () => {
  it('comes back with a whole job: what only its mode protected stays protected', async () => {
    fill(source, { 'only/protected': 'by the folder' })
    chmodSync(source, 0o710)
    const job = await here.backup(source)
    expect(await here.thaw('restore', job, '--to', target)).toMatchObject({ code: 0 })
    const [was, is] = [source, target].map((path) => lstatSync(path, { bigint: true }))
    expect([is!.mode, is!.mtimeNs]).toEqual([was!.mode, was!.mtimeNs])
  })

  it('is made for its owner alone for a part of a job, which is said; one that was there keeps its mode', async () => {
    fill(source, { 'd/a': 'a' })
    chmodSync(source, 0o755)
    const job = await here.backup(source)
    const { code, stderr } = await here.thaw('restore', job, 'd/', '--to', target)
    expect([code, lstatSync(target).mode & 0o7777]).toEqual([0, 0o700])
    expect(stderr).toContain(
      `The folder itself is not in what was restored: ${target} was made readable for you alone.`,
    )
    chmodSync(target, 0o711)
    const again = await here.thaw('restore', job, '--to', target)
    expect([again.code, lstatSync(target).mode & 0o7777]).toEqual([0, 0o711])
    expect(again.stderr).not.toContain('The folder itself')
  })
})

describe('a job without objects', () => {
  it('is restored by restoring nothing, which is said; --delete is no way to empty a folder', async () => {
    const job = await here.backup(source, '--allow-empty')
    for (const more of [[], ['--dry-run'], ['--verify-only']]) {
      mkdirSync(target, { recursive: true })
      const { code, stdout, stderr } = await here.thaw('restore', job, '--to', target, ...more)
      expect([code, lastLine(stdout + stderr)]).toEqual([0, expect.stringMatching(/^The job is empty: /)])
    }
    expect(await receipt()).toMatchObject({ state: 'verified' })
    fill(target, { mine: 'mine' })
    for (const more of [[], ['--dry-run']]) {
      const { code, stderr } = await here.thaw('restore', job, '--to', target, '--delete', ...more)
      expect([code, stderr]).toEqual([1, expect.stringMatching(/^The job is empty: --delete would delete everything/m)])
    }
    expect(readdirSync(target)).toEqual(['mine'])
    expect(await here.thaw('restore', job, 'x', '--to', target)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no object of such a name'),
    })
  })
})

describe('a prefix is typed as paths are', () => {
  it('by every command that takes one', async () => {
    fill(source, { 'doc/a': 'a', 'doc/.hidden': 'h', '.dot': 'd', documents: 'd' })
    const job = await here.backup(source)
    expect((await here.thaw('ls', job, 'doc/.')).stdout).toMatch(/ doc\/\n.* doc\/.hidden\n.* doc\/a\n$/)
    expect((await here.thaw('verify', job, './doc/')).stderr).toContain('3 objects verified')
    expect(await here.thaw('restore', job, '/doc/', '--to', target)).toMatchObject({ code: 0 })
    expect(readdirSync(target)).toEqual(['doc'])
    for (const flag of ['--overwrite', '--overwrite=folders', '--delete'])
      expect(await here.thaw('restore', job, '--to', target, flag, 'doc/')).toMatchObject({ code: 0 })
    expect((await here.thaw('restore', job, '--to', target, '--overwrite=folder')).code).toBe(2)
    expect(readdirSync(target)).toEqual(['doc'])
    expect((await here.thaw('restore', job, './doc/.', '--to', target, '--dry-run')).stdout).toContain('2 files')
    expect(await here.thaw('restore', job, '/doc/', '--to', target, '--verify-only')).toMatchObject({ code: 0 })
  })
})

describe('what is in the folder and not in the job', () => {
  beforeEach(async () => {
    fill(source, { 'doc/a': 'a', 'doc/sub/b': 'b', top: 't' })
    fill(target, { 'doc/old': 'o', 'doc/sub/more/deep': 'm', 'docs/x': 'x', mine: 'm', 'doc/a': 'a' })
    setLinkTimes(join(target, 'doc/a'), lstatSync(join(source, 'doc/a'), { bigint: true }).mtimeNs)
    mkdirSync(join(target, '../outside'))
    fill(join(target, '../outside'), { file: 'outside' })
    symlinkSync('../../outside', join(target, 'doc/link'))
    // Both are made within one tick of the file system's clock.
    for (const folder of ['doc/sub', 'doc']) utimesSync(join(source, folder), 1_700_000_000, 1_700_000_000)
  })

  it('is counted in the last line, and stays', async () => {
    const job = await here.backup(source)
    const { code, stderr } = await here.thaw('restore', job, '--to', target)
    expect(code).toBe(0)
    expect(lastLine(stderr)).toMatch(
      /^2 files \(2 B\) restored and verified in .*; 1 file already there and verified; 2 folders already there \(2 folders with another time\); 5 items in the folder are not in the job: doc\/link, doc\/old, doc\/sub\/more\/ and 2 more \(--delete deletes that\)\.$/,
    )
    expect(readdirSync(target).sort()).toEqual(['doc', 'docs', 'mine', 'top'])
    const compared = await here.thaw('restore', job, '--to', target, '--verify-only')
    expect(lastLine(compared.stderr)).toMatch(
      /^5 items \(.*\) the same as in the job, .*; 5 items in the folder are not in the job: .*\. Modes, times, owners and attributes were not compared\.$/,
    )
  })

  it('is deleted with --delete below the prefix, and nothing outside; a dry run says it before', async () => {
    const job = await here.backup(source)
    const planned = await here.thaw('restore', job, 'doc/', '--to', target, '--delete', '--dry-run')
    expect(lastLine(planned.stdout)).toBe(
      '3 items in the folder are not in the job: doc/link, doc/old and doc/sub/more/; that would be deleted.',
    )
    expect(existsSync(join(target, 'doc/old'))).toBe(true)
    const { code, stderr } = await here.thaw('restore', job, 'doc/', '--to', target, '--delete')
    expect(code).toBe(0)
    expect(lastLine(stderr)).toMatch(/; 3 items deleted that the job does not have\.$/)
    expect([...snapshot(target).keys()].sort()).toEqual([
      'doc',
      'doc/a',
      'doc/sub',
      'doc/sub/b',
      'docs',
      'docs/x',
      'mine',
    ])
    expect(readFileSync(join(target, '../outside/file'), 'utf8')).toBe('outside')
    expect((await here.thaw('restore', job, '--to', target, '--delete', '--overwrite')).code).toBe(0)
    expect(snapshot(target)).toEqual(snapshot(source))
  })

  it('stays where another disk is mounted in it', async () => {
    const job = await here.backup(source)
    const { code, stdout, stderr } = await here.script(
      `mkdir -p "$2/extra/mnt" && mount -t tmpfs tmpfs "$2/extra/mnt" && echo precious > "$2/extra/mnt/file"
       mkdir -p "$2/same/a/b/mnt" "$3" && echo outside > "$3/file" && echo beside > "$2/same/file"
       mount --bind "$3" "$2/same/a/b/mnt"
       thaw restore "$1" --to "$2" --delete; echo "code $?"; cat "$2/extra/mnt/file" "$3/file" "$2/same/file"; ls "$2"`,
      job,
      target,
      here.folder('elsewhere'),
    )
    expect([code, stdout]).toEqual([0, 'code 1\nprecious\noutside\nbeside\ndoc\nextra\nsame\ntop\n'])
    for (const name of ['extra/', 'same/'])
      expect(stderr).toContain(`Not deleted ${name}: Something is mounted there; unmount it first.`)
    expect(lastLine(stderr)).toBe('2 items could not be deleted. Each is named above.')
  })

  it("never is Thaw's own store, nor what the backup left out unless that is said", async () => {
    const job = await here.backup(source)
    const store = snapshot(here.dataDir)
    for (const flag of ['--delete', '--overwrite=folders']) {
      const { code, stderr } = await here.thaw('restore', job, '--to', here.base, flag)
      expect([code, stderr]).toEqual([
        1,
        expect.stringMatching(/^Thaw keeps its store in .*\/data, inside the target/m),
      ])
    }
    expect([...snapshot(here.dataDir).keys()]).toEqual([...store.keys()])

    const link = join(here.folder('links'), 'link')
    symlinkSync(here.dataDir, link)
    for (const inside of [here.dataDir, join(here.dataDir, 'v1'), join(here.dataDir, 'new/er'), join(link, 'new')]) {
      const { code, stderr } = await here.thaw('restore', job, '--to', inside)
      expect([code, stderr]).toEqual([1, expect.stringContaining('belongs to the store of Thaw itself')])
    }
    expect([...snapshot(here.dataDir).keys()]).toEqual([...store.keys()])

    fill(source, { 'cache.tmp': 'left out' })
    const partly = await here.backup(source, '--exclude', '*.tmp')
    fill(target, { 'mine.tmp': 'mine' })
    for (const more of [[], ['--dry-run']]) {
      const { code, stderr } = await here.thaw('restore', partly, '--to', target, '--delete', ...more)
      expect([code, stderr]).toEqual([1, expect.stringMatching(/1 item .* was left out .*--delete-excluded/)])
    }
    expect(readFileSync(join(target, 'mine.tmp'), 'utf8')).toBe('mine')
    expect((await here.thaw('restore', partly, '--to', target, '--delete', '--delete-excluded')).code).toBe(0)
    expect(() => readFileSync(join(target, 'mine.tmp'))).toThrow('ENOENT')
  })

  it.each([['--delete'], ['--overwrite'], ['--dry-run'], ['--verify-only']])(
    'is nothing where the folder is empty: `--to "$unset" %s` means no folder, and not this one',
    async (flag) => {
      fill(source, { a: 'a' })
      const job = await here.backup(source)
      const ran = await here.thaw('restore', job, '--to', '', flag)
      expect(ran).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('--to is empty') })
    },
  )

  it('is not what could not be restored, and a mistyped prefix deletes nothing', async () => {
    fill(source, { full: 'now a file', 'way/in': 'in' })
    fill(target, { 'full/of/mine': 'm', way: 'in the way' })
    const job = await here.backup(source)
    const before = snapshot(target)
    expect((await here.thaw('restore', job, 'dox/', '--to', target, '--delete')).code).toBe(1)
    expect(snapshot(target)).toEqual(before)
    const { code, stderr } = await here.thaw('restore', job, '--to', target, '--delete')
    expect(code).toBe(3)
    expect(stderr).toContain('Kept full: something else is already there (--overwrite replaces it).')
    expect(stderr).toContain('Kept way/in: in the target "way" is a symlink or no folder (--overwrite replaces it).')
    expect(lastLine(stderr)).toBe('3 items not restored, since something else is there. Each is named above.')
    expect([readFileSync(join(target, 'full/of/mine'), 'utf8'), readFileSync(join(target, 'way'), 'utf8')]).toEqual([
      'm',
      'in the way',
    ])
  })
})

describe('a dry run', () => {
  it.each([
    [[], 3],
    [['--overwrite'], 3],
    [['--overwrite=folders'], 0],
  ] as const)('with %j says what the restore then does, and ends as it does', async (flags, code) => {
    fill(source, { alike: 'alike', file: 'longer', full: 'f', 'in/the/way': 'w', new: 'n' })
    symlinkSync('alike', join(source, 'link'))
    fill(target, { file: 'short', 'full/of/mine': 'm', in: 'i' })
    copyFileSync(join(source, 'alike'), join(target, 'alike'))
    setLinkTimes(join(target, 'alike'), lstatSync(join(source, 'alike'), { bigint: true }).mtimeNs)
    const job = await here.backup(source)
    const before = snapshot(target)
    const planned = await here.thaw('restore', job, '--to', target, '--dry-run', ...flags)
    expect(snapshot(target)).toEqual(before)
    const { stderr, ...done } = await here.thaw('restore', job, '--to', target, ...flags)
    expect([planned.code, done.code]).toEqual([code, code])
    const [files, bytes, folders] = /^Would restore (\d+ files?) \((.*), .* unique\), (\d+ folders?) and 1 symlink/m
      .exec(planned.stdout)!
      .slice(1)
    const made = folders === '0 folders' ? '1 symlink' : `${folders} and 1 symlink`
    expect(stderr).toContain(`${files} (${bytes}) restored and verified, ${made} made`)
    expect(planned.stdout).toContain('1 file of the same size already there: would be compared')
    expect(stderr).toContain('; 1 file already there and verified')
    const kept = (text: string, word: string) =>
      text
        .split('\n')
        .flatMap((line) => (line.startsWith(word) ? [line.slice(word.length)] : []))
        .sort()
    expect(kept(planned.stdout, 'Would keep ')).toEqual(kept(stderr, 'Kept '))
  })
})

describe('the receipt of a restore', () => {
  it('R03 says what the exit code says', async () => {
    fill(source, { file: 'content' })
    const job = await here.backup(source)
    expect((await here.thaw('restore', job, 'nothing', '--to', target)).code).toBe(1)
    expect(await receipt()).toMatchObject({ state: 'failed', reason: 'The job has no object of such a name.' })
    expect((await here.thaw('restore', job, './file', '--to', target)).code).toBe(0)
    expect(await receipt()).toMatchObject({ state: 'verified', subject: 'file' })
    writeFileSync(join(target, 'file'), 'mine')
    expect((await here.thaw('restore', job, '--to', target)).code).toBe(3)
    expect(await receipt()).toMatchObject({
      state: 'incomplete',
      reason: expect.stringContaining('1 item not restored'),
    })
    expect((await here.thaw('restore', job, '--to', join(target, 'file'))).code).toBe(1)
    expect(await receipt()).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('something else of this name is there'),
    })
  })
})

describe('what the system refuses', () => {
  it('R12 a full disk stops the restore with one sentence, and the next run goes on', async () => {
    const files = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`d${i}/file`, String(i).repeat(40_000)]))
    fill(source, files)
    chmodSync(join(source, 'd1'), 0o751)
    const job = await here.backup(source)
    mkdirSync(target)
    const { code, stdout, stderr } = await here.script(
      `mount -t tmpfs -o size=1m tmpfs "$2"
       thaw restore "$1" --to "$2"; echo "first $?"
       ls -A "$2"/* | grep -c part
       mount -o remount,size=20m "$2"
       thaw restore "$1" --to "$2" && thaw restore "$1" --to "$2" --verify-only; echo "second $?"
       stat -c %a "$2/d1"; ls -A "$2" | grep -c part; true`,
      job,
      target,
    )
    expect([code, stdout]).toEqual([0, 'first 1\n0\nsecond 0\n751\n0\n'])
    expect(stderr.split('\n').filter((line) => line.includes('full'))).toEqual([
      `The restore to ${target} stopped: the disk is full. Free some space there. Then run the same command again: it goes on where it was.`,
    ])
    expect(stderr).toMatch(
      /^[1-9]\d* files \(.*\) restored and verified.*; [1-9]\d* files already there and verified; /m,
    )
    expect(stderr).not.toMatch(raw)
  })

  it('a read-only disk, a file for a target and names that are too long are told in words', async () => {
    fill(source, { 'a/b': 'b' })
    const job = await here.backup(source)
    mkdirSync(target)
    const readOnly = await here.script('mount -t tmpfs -o ro tmpfs "$2" && thaw restore "$1" --to "$2"', job, target)
    expect(readOnly).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('stopped: the disk is mounted read-only. Mount it for writing'),
    })
    writeFileSync(join(target, 'file'), '')
    const runs = [
      readOnly,
      await here.thaw('restore', job, '--to', join(target, 'file')),
      await here.thaw('restore', job, '--to', join(target, 'file/below')),
      await here.thaw('restore', job, '--to', join(target, 'x'.repeat(300))),
      await here.thaw('restore', job, '--to', '/proc/none/below'),
      await here.thaw('restore', job, '--to', join(target, 'missing'), '--verify-only'),
      await here.thaw('restore', job, '--to', join(target, 'file'), '--dry-run'),
    ]
    for (const { code, stderr } of runs)
      expect([code, stderr, raw.test(stderr)]).toEqual([1, expect.any(String), false])
  })

  it('500 levels deep are restored, compared, backed up and deleted with 256 files open at most', async () => {
    const deep = 'd/'.repeat(500)
    mkdirSync(join(source, deep), { recursive: true })
    for (let i = 0; i < 300; i++) writeFileSync(join(source, `f${i}`), String(i))
    for (const level of [1, 20, 250, 500]) writeFileSync(join(source, 'd/'.repeat(level), 'file'), `level ${level}`)
    const { code, stdout, stderr } = await here.script(
      `ulimit -n 256
       job=$(thaw backup "$1" | tail -n 1) && thaw restore "$job" --to "$2" && mv "$2/d/file" "$2/extra" &&
       thaw restore "$job" --to "$2" --overwrite --delete && thaw restore "$job" --to "$2" --verify-only && echo "$job"`,
      source,
      target,
    )
    expect([code, stderr.match(raw)]).toEqual([0, null])
    expect(stdout).toMatch(/^\S+\n$/)
    expect(stderr).toContain('303 files already there and verified; 500 folders already there; 1 item deleted')
    expect(snapshot(target)).toEqual(snapshot(source))
    rmSync(target, { recursive: true })
  })
})
