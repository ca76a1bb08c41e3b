import { execFileSync } from 'node:child_process'
import { hash } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type CommandLine, ended, openCommandLine, type Ran } from './service.testing.ts'

let line: CommandLine
let source: string
beforeAll(async () => {
  line = await openCommandLine()
})
afterAll(() => line[Symbol.asyncDispose]())
beforeEach(() => {
  source = mkdtempSync(join(line.base, 'source-'))
})

function put(files: Record<string, string>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(source, path, '..'), { recursive: true })
    writeFileSync(join(source, path), content)
  }
}

const jobOf = ({ stdout }: Ran) => stdout.trim().split('\n').at(-1)!

async function restored(ran: Ran, name: string): Promise<string> {
  const target = mkdtempSync(join(line.base, 'target-'))
  expect(await line.thaw('restore', jobOf(ran), '--to', target)).toMatchObject({ code: 0 })
  return readFileSync(join(target, name), 'utf8')
}

async function jobs(): Promise<number> {
  return (await line.thaw('jobs')).stdout.split('\n').length
}

describe('what is no file and no folder', () => {
  it('is refused before a job is begun', async () => {
    execFileSync('mkfifo', [join(source, 'pipe')])
    const before = await jobs()
    expect(await line.thaw('backup', join(source, 'pipe'))).toMatchObject({
      code: 1,
      stderr: `${source}/pipe cannot be backed up: it is a pipe, neither a file nor a folder.\n`,
    })
    expect((await line.thaw('backup', '/dev/null')).stderr).toContain('it is a device')
    expect((await line.thaw('backup', join(source, 'none'))).stderr).toContain('it does not exist')
    expect(await jobs()).toBe(before)
  })

  it('a path or resource that is empty is refused: `"$unset"` means no folder, and not this one', async () => {
    const before = await jobs()
    const path = await line.thaw('backup', '')
    expect(path).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('the path is empty') })
    const resource = await line.thaw('backup', source, '--resource', '')
    expect(resource).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('it is empty') })
    expect(await jobs()).toBe(before)
  })
})

describe('standard input', () => {
  it.each([
    ['-', 'echo hello | thaw backup - --name'],
    ['/dev/stdin', 'echo hello | thaw backup /dev/stdin --name'],
    ['a file', 'echo hello >file; thaw backup - <file --name'],
    ['<(…)', 'thaw backup <(echo hello) --name'],
    ['a file of another descriptor', 'echo hello >file; thaw backup /dev/fd/3 3<file </dev/null --name'],
    ['another descriptor', 'echo hello | thaw backup /dev/fd/3 3<&0 </dev/null --name'],
    ['/proc/self/fd', 'echo hello | thaw backup /proc/self/fd/11 11<&0 </dev/null --name'],
  ])('comes as %s', async (what, command) => {
    const ran = await line.shell(`${command} '${what.replaceAll('/', '_')}'`)
    expect(ran.code).toBe(0)
    expect(await restored(ran, what.replaceAll('/', '_'))).toBe('hello\n')
  })

  it('is refused without a name, and under one that nothing could be restored to', async () => {
    const before = await jobs()
    expect(await line.shell('echo x | thaw backup -')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--name dump.sql'),
    })
    expect((await line.shell('echo x | thaw backup - --name a/../b')).stderr).toContain('a part of it is "." or ".."')
    expect((await line.shell('echo x | thaw backup - --name folder/')).stderr).toContain('it ends with a slash')
    expect((await line.shell(`echo x | thaw backup - --name ${'x/'.repeat(512)}x`)).stderr).toContain(
      'longer than 1024',
    )
    expect((await line.thaw('backup', source, '--name', 'x')).code).toBe(2)
    expect(await jobs()).toBe(before)
  })

  it('is refused without content, and as what is no stream', async () => {
    const before = await jobs()
    expect(await line.shell('false | thaw backup - --name dump.sql')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Standard input is empty'),
    })
    expect((await line.shell('thaw backup - --name x </')).stderr).toContain('it is a folder')
    expect((await line.shell('thaw backup /dev/fd/200 --name x')).stderr).toContain('nothing is open there')
    expect(await jobs()).toBe(before)
    expect((await line.shell('thaw backup - --name nothing --allow-empty </dev/null')).code).toBe(0)
    expect((await line.thaw('jobs')).stdout, 'a resource of its own').toContain(':-/nothing\n')
  })

  it('that never ends is left at once when interrupted', async () => {
    const child = line.start('backup', '-', '--name', 'endless')
    child.stdin!.write(Buffer.alloc(5 * 2 ** 20))
    await once(child.stdin!, 'drain') // it reads
    child.kill('SIGINT')
    expect((await ended(child)).code).toBe(130)
  })
})

describe('a source that has nothing, or lost what it had', () => {
  const many = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`file-${i}`, `${i}`]))

  it('is refused where it is empty', async () => {
    put(many)
    await line.thaw('backup', source)
    for (const name of Object.keys(many)) unlinkSync(join(source, name))
    const refused = await line.thaw('backup', source)
    expect([refused.code, refused.stdout]).toEqual([1, ''])
    expect(refused.stderr).toMatch(
      /^Job \S+ is stopped; nothing of it counts as a backup\.\nThe source is empty, and the last backup of it is not: is its disk mounted\? With --allow-empty it is backed up all the same\.\n$/,
    )
    expect((await line.thaw('backup', source, '--allow-empty')).code).toBe(3)
  })

  it('is refused where it is empty from the beginning', async () => {
    const refused = await line.thaw('backup', source)
    expect([refused.code, refused.stdout]).toEqual([1, ''])
    expect(refused.stderr).toContain(
      'The source is empty, and there is no backup of it yet: is its disk mounted? With --allow-empty it is backed up all the same.\n',
    )
    expect((await line.thaw('backup', source, '--allow-empty')).code).toBe(0)
  })

  it('is stored with a warning where half is gone, until it is confirmed', async () => {
    put(many)
    expect((await line.thaw('confirm', jobOf(await line.thaw('backup', source)))).stdout).toMatch(/carries no warning/)
    for (const name of Object.keys(many).slice(3)) unlinkSync(join(source, name))
    const shrunk = await line.thaw('backup', source)
    const job = jobOf(shrunk)
    expect(shrunk.code).toBe(3)
    expect(shrunk.stderr).toContain(`The backup is stored, with a warning: shrunk: 3 of 8 left. If that is right: `)
    expect(shrunk.stderr).toContain(`thaw confirm ${job}\n`)
    expect((await line.thaw('jobs')).stdout).toMatch(new RegExp(`^${job} .*WARNING shrunk: 3 of 8 left$`, 'm'))
    expect((await line.thaw('confirm', job)).stdout).toBe('Confirmed: shrunk: 3 of 8 left.\n')
    expect((await line.thaw('confirm', job)).stdout).toMatch(/^Confirmed before, at \S+: shrunk: 3 of 8 left\.\n$/)
    expect((await line.thaw('jobs')).stdout).toMatch(new RegExp(`^${job} .*\\(confirmed\\) shrunk: 3 of 8 left$`, 'm'))
    expect((await line.thaw('backup', source)).code).toBe(0)
    expect((await line.thaw('confirm', 'no-such-job')).code).toBe(1)
  })
})

it('what could not be read is named, and asks for a look where the last backup has it', async () => {
  put({ a: 'a', b: 'b' })
  symlinkSync('a', join(source, 'link'))
  expect(await line.thaw('backup', source)).toMatchObject({ code: 0 })
  unlinkSync(join(source, 'link'))
  symlinkSync(Buffer.from([0xff]), join(source, 'link'))
  const { code, stderr } = await line.thaw('backup', source)
  expect(code).toBe(3)
  expect(stderr).toContain('Skipped link: the name it points to is not UTF-8. What the last backup has of it stays.\n')
  expect(stderr).toContain(
    'The backup is complete but for 1 item named above. The backup is stored, with a warning: skipped: 1 of 3 items, 1 stays as the last backup has it. If that is right: ',
  )
})

it('what is known to be damaged is no unchanged file: the next backup heals it', async () => {
  const content = 'damage me '.repeat(10_000)
  put({ big: content, copy: content, other: 'other' })
  const first = jobOf(await line.thaw('backup', source))
  const digest = hash('sha256', content)
  const stored = join(line.base, 'data/v1/chunks', digest.slice(0, 2), digest)
  const bytes = readFileSync(stored)
  bytes[1000]! ^= 1
  writeFileSync(stored, bytes)
  expect((await line.thaw('verify', first)).code).toBe(1)
  const healing = await line.thaw('backup', source)
  expect(healing.stderr).toContain('2 items stored')
  expect(healing.stderr).toContain('1 item unchanged')
  expect(healing.stderr).toContain('2 unchanged items stored again: what the last backup has is known to be damaged.\n')
  expect((await line.thaw('verify', first)).code).toBe(0)
  expect((await line.thaw('backup', source)).stderr).toContain('3 items unchanged')
})

describe('what is left out', () => {
  it('is counted and told, and makes no backup incomplete', async () => {
    put({ 'a.tmp': '', 'b.TMP': '', 'cache/x': '', 'logs/old.log': '', 'logs/new.log': '', keep: '' })
    put({ 'cache/CACHEDIR.TAG': 'Signature: 8a477f597d28d172789f06886806bc55\n' })
    await line.thaw('backup', source)
    const patterns = join(line.base, 'patterns')
    writeFileSync(patterns, '# logs\r\n*.log\r\n\r\n!new.log\r\n!a.tmp\r\nnone-either\r\n')
    const flags = ['--exclude', '*.tmp', '--exclude', 'none', '--exclude-from', patterns, '--exclude-caches']
    const ran = await line.thaw('backup', source, ...flags, '--one-file-system')
    expect(ran.code).toBe(0)
    expect(ran.stderr).toContain('0 deleted in')
    expect(ran.stderr).toContain('3 items left out, folders with all that is in them: 2 by patterns, 1 in caches.\n')
    expect(ran.stderr).toContain('3 items of the last backup deleted, because left out now.\n')
    expect(ran.stderr).toMatch(/^The pattern none left nothing out\.$/m)
    expect(ran.stderr).toMatch(/^The pattern none-either left nothing out\.$/m)
    expect(ran.stderr).not.toMatch(/pattern (?!none)/)
    const names = (await line.thaw('ls', jobOf(ran), '--json')).stdout.trim().split('\n')
    expect(names.map((text) => JSON.parse(text).Name)).toEqual([
      'b.TMP',
      'cache/',
      'cache/CACHEDIR.TAG',
      'keep',
      'logs/',
      'logs/new.log',
    ])
  })

  it.runIf(process.platform === 'linux')('is another file system where that is asked for', async () => {
    const ran = await line.thaw('backup', '/', '--exclude', '/*', '--exclude', '!/proc/', '--one-file-system')
    expect(ran.code).toBe(0)
    expect(ran.stderr).toContain(' 1 on other file systems.\n')
  })

  it('tells that the store itself is', async () => {
    const ran = await line.thaw('backup', line.base, '--exclude', 'source-*', '--exclude', 'target-*')
    expect(ran.stderr).toContain('1 where the store itself lies')
  })

  it('refuses to read the store into itself', async () => {
    const before = await jobs()
    for (const path of ['data', 'data/v1', 'data/store.json'])
      expect(await line.thaw('backup', join(line.base, path))).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('belongs to the store itself'),
      })
    expect(await jobs()).toBe(before)
  })

  it('refuses patterns that cannot be read', async () => {
    for (const pattern of ['', ' ']) {
      const before = await jobs()
      const empty = await line.thaw('backup', source, '--exclude', pattern)
      expect([empty.code, empty.stderr]).toEqual([2, expect.stringContaining('--exclude cannot be used: it is empty')])
      expect(await jobs()).toBe(before)
    }
    const without = await line.thaw('backup', source, '--exclude-from', join(source, 'none'))
    expect([without.code, without.stderr]).toEqual([1, expect.stringContaining('there is no such file')])
    const binary = join(line.base, 'binary')
    writeFileSync(binary, Buffer.from([0xff]))
    expect((await line.thaw('backup', source, '--exclude-from', binary)).stderr).toContain('it is not UTF-8')
    rmSync(binary)
  })
})
