import { execFileSync } from 'node:child_process'
import { createHash, hash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { DeleteRecoveryPointCommand, DescribeBackupJobCommand, paginateListBackupJobs } from '@aws-sdk/client-backup'
import { ConfirmBackupJobCommand } from '@aws-sdk/client-backupstorage/extensions'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { parseThawMetadata } from '#lib/browse/metadata.ts'
import { listObjects } from '#lib/storage/list-objects.ts'
import type { BackupOptions } from './backup.ts'
import type { BackupEvent } from './events.ts'
import { openWorkshop, type Workshop } from './folder.testing.ts'
import { openSourceStream } from './source-stream.ts'
import { chunkSize } from './stored-metadata.ts'

let workshop: Workshop
let source: string
let timeline: Pick<BackupOptions, 'source' | 'resourceArn'>
let timelines = 0
beforeAll(async () => {
  workshop = await openWorkshop()
})
afterAll(() => workshop[Symbol.asyncDispose]())
beforeEach(() => {
  source = mkdtempSync(join(workshop.source, 'folder-'))
  timeline = { source, resourceArn: `arn:aws:thaw::000000000000:resource/${timelines++}` }
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(source, { recursive: true, force: true })
})

const backup = (options: Partial<BackupOptions> = {}) => workshop.backup({ ...timeline, ...options })

function put(files: Record<string, string | Buffer>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(source, path, '..'), { recursive: true })
    writeFileSync(join(source, path), content)
  }
}

/** Files that nobody can write to any more in the tick of the clock in which they were made. */
function putSettled(files: Record<string, string | Buffer>): void {
  put(files)
  const { now } = Date
  vi.spyOn(Date, 'now').mockImplementation(() => now() + 1000)
}

async function metadataOf(jobId: string, name: string) {
  for await (const object of listObjects(workshop.storage, { jobId, start: name }))
    return object.Name === name ? parseThawMetadata(object.MetadataString) : undefined
}

describe('what changed', () => {
  it('reads nothing twice that was left alone', async () => {
    putSettled({ a: 'one', 'b/c': 'two' })
    await backup()
    const again = await backup()
    expect([again.names('same'), again.names('stored')]).toEqual([['a', 'b/', 'b/c'], []])
  })

  it.each<[string, (path: string, content: string) => void]>([
    ['rewritten in place', (path, content) => writeFileSync(path, content)],
    [
      'replaced by another',
      (path, content) => {
        writeFileSync(`${path}.new`, content)
        renameSync(`${path}.new`, path)
      },
    ],
  ])('reads a file that was %s with the same size and time', async (_, rewrite) => {
    putSettled({ a: 'one', b: 'two' })
    utimesSync(join(source, 'a'), 1, 1)
    await backup()
    rewrite(join(source, 'a'), 'ONE')
    utimesSync(join(source, 'a'), 1, 1)
    const { jobId, ...again } = await backup()
    expect(again.names('stored')).toEqual(['a'])
    expect((await metadataOf(jobId, 'a'))?.sha256).toBe(hash('sha256', 'ONE', 'base64'))
  })

  it('reads again what is known to be damaged in the last backup', async () => {
    putSettled({ a: 'one', b: 'two' })
    const first = await backup()
    const again = await backup({
      damagedIn: (job) => new Set(job.BackupJobId === first.jobId ? ['b', 'gone'] : ['a']),
    })
    expect([again.names('same'), again.names('stored'), again.names('damaged')]).toEqual([['a'], ['b'], ['b']])
  })

  it('says nothing of the state of a file that may still be written to in the same tick of the clock', async () => {
    put({ a: 'one' })
    const now = statSync(join(source, 'a')).ctimeMs
    vi.spyOn(Date, 'now').mockReturnValue(now)
    expect((await metadataOf((await backup()).jobId, 'a'))?.seen).toBeUndefined()
    vi.mocked(Date.now).mockReturnValue(now + 60_000)
    expect((await metadataOf((await backup()).jobId, 'a'))?.seen).toMatch(/^[A-Za-z0-9+/]{12}$/)
  })
})

describe('what cannot be read', () => {
  /** Reads of these files fail, as on a failing disk; those before this position do not. */
  async function failReading(names: string[], from = chunkSize): Promise<void> {
    vi.restoreAllMocks()
    if (names.length === 0) return
    await using handle = await open(join(source, names[0]!))
    const prototype = Object.getPrototypeOf(handle) as FileHandle
    const inodes = new Set(names.map((name) => statSync(join(source, name)).ino))
    const { read, stat } = prototype
    vi.spyOn(prototype, 'read').mockImplementation(async function (this: FileHandle, ...args: unknown[]) {
      const failing = Number(args[3]) >= from && inodes.has(Number((await stat.call(this)).ino))
      if (failing) throw Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO', errno: -5, syscall: 'read' })
      return Reflect.apply(read, this, args) as ReturnType<typeof read>
    })
  }

  it('ends with each file named that fails behind its first chunk, however many there are', async () => {
    const bad = Array.from({ length: 12 }, (_, i) => `bad-${String(i).padStart(2, '0')}`)
    const large = Buffer.alloc(chunkSize + 10, 'large')
    put({ ...Object.fromEntries(bad.map((name) => [name, large])), good: large, small: 'small' })
    await failReading(bad)
    const { jobId, ...ran } = await backup()
    expect(ran.names('omitted')).toEqual(bad)
    expect(await workshop.objects(jobId)).toEqual({ good: chunkSize + 10, small: 5 })
  })

  it('keeps what the last backup has of it, and says so', async () => {
    const before = Buffer.alloc(chunkSize + 10, 'before')
    put({ bad: before, good: 'good' })
    await backup()
    put({ bad: Buffer.alloc(chunkSize + 20, 'after') })
    await failReading(['bad'])
    const { jobId, events, warning } = await backup()
    expect(events).toContainEqual({
      kind: 'omitted',
      name: 'bad',
      reason: 'the disk reports an error',
      keep: true,
      kept: 1,
    })
    expect((await metadataOf(jobId, 'bad'))?.sha256).toBe(createHash('sha256').update(before).digest('base64'))
    expect(warning).toBe('skipped: 1 of 2 items, 1 stays as the last backup has it')
  })

  it('has to be looked at where the last backup has it, and not again what was told and confirmed', async () => {
    const files = { a: 'a', b: 'b', c: 'c', d: 'd' }
    const cannot = (...names: string[]) => failReading(names, 0)
    const again = async () => {
      put(files) // another change time: they are read again
      return (await backup()).warning
    }
    put(files)
    await backup()
    await cannot('b')
    const told = 'skipped: 1 of 4 items, 1 stays as the last backup has it'
    expect(await again()).toBe(told)
    expect(await again()).toBe(told) // nobody has confirmed it
    const { jobId } = await backup()
    await workshop.storage.send(new ConfirmBackupJobCommand({ BackupJobId: jobId }))
    expect(await again()).toBeUndefined()
    await cannot('c')
    expect(await again()).toBe(told)
    await cannot('b', 'c')
    expect(await again()).toBe('skipped: 2 of 4 items, 2 stay as the last backup has them')
    await cannot()
    expect(await again()).toBeUndefined()
    await cannot('b')
    expect(await again()).toBe(told)
  })

  it('has to be looked at where it is half of the source, also in the first backup', async () => {
    const files = { a: 'a', b: 'b', c: 'c' }
    put(files)
    await failReading(['a'], 0)
    expect((await backup()).warning).toBeUndefined()
    await failReading(['a', 'b'], 0)
    timeline.resourceArn += '-other'
    const { jobId, warning } = await backup()
    expect(warning).toBe('skipped: 2 of 3 items')
    expect((await workshop.describe(jobId)).BackupOptions).toMatchObject({ Warning: 'skipped: 2 of 3 items' })
    await workshop.storage.send(new ConfirmBackupJobCommand({ BackupJobId: jobId }))
    expect((await backup()).warning).toBeUndefined()
    timeline.resourceArn += '-third'
    expect((await backup()).warning).toBe('skipped: 2 of 3 items')
    await failReading([])
    expect((await backup()).warning, 'all is there now').toBeUndefined()
  })

  it('is also a symlink to a name that is not UTF-8, of which the last backup has another', async () => {
    put({ a: 'a', b: 'b', c: 'c' })
    symlinkSync('a', join(source, 'link'))
    await backup()
    unlinkSync(join(source, 'link'))
    symlinkSync(Buffer.from([0xff]), join(source, 'link'))
    const { jobId, warning } = await backup()
    expect((await metadataOf(jobId, 'link'))?.target).toBe('a')
    expect(warning).toBe('skipped: 1 of 4 items, 1 stays as the last backup has it')
  })

  it('is told with the job', async () => {
    put({ a: 'a', b: 'b' })
    await failReading(['a'], 0)
    const detailsOf = async ({ jobId }: { jobId: string }) =>
      JSON.parse((await workshop.describe(jobId)).BackupOptions!.Details!)
    expect(await detailsOf(await backup())).toMatchObject({ skipped: 1, skippedNames: ['a'] })
    await failReading(['b'], 0)
    put({ b: 'B' })
    expect(await detailsOf(await backup())).toMatchObject({ skipped: 1, kept: 1, skippedNames: ['b'] })
  })

  it('counts as left', async () => {
    put({ a: 'a', b: 'b', gone: 'x', 'gone too': 'x' })
    symlinkSync('a', join(source, 'link'))
    await backup()
    for (const name of ['link', 'gone', 'gone too']) unlinkSync(join(source, name))
    symlinkSync(Buffer.from([0xff]), join(source, 'link'))
    put({ a: 'A', b: 'B' })
    await failReading(['a', 'b'], 0)
    expect((await backup()).warning).toBe('skipped: 3 of 3 items, 3 stay as the last backup has them')
  })

  it('a source that is one file and becomes something else fails the backup', async () => {
    put({ file: 'file' })
    const path = join(source, 'file')
    const replace = () => {
      unlinkSync(path)
      execFileSync('mkfifo', [path])
    }
    await expect(
      backup({ source: path, onEvent: ({ kind }) => kind === 'started' && replace() }),
    ).rejects.toMatchObject({ name: 'UnfitSourceError', message: 'it is a pipe' })
  })

  it('a source that is one file fails the backup', async () => {
    put({ bad: Buffer.alloc(chunkSize + 10) })
    await failReading(['bad'])
    await expect(backup({ source: join(source, 'bad') })).rejects.toMatchObject({ name: 'SourceFileError' })
  })

  it('a file that vanishes between being looked at and being read is gone, not unreadable', async () => {
    putSettled({ a: 'a', c: 'c', d: 'd', z: 'z' })
    await backup()
    put({ a: 'changed', z: 'changed', zz: 'new' })
    const { jobId, ...ran } = await backup({
      budgetBytes: 1, // one file at a time
      onEvent({ kind }) {
        if (kind === 'bytes') for (const name of ['z', 'zz']) unlinkSync(join(source, name))
      },
    })
    expect([ran.names('vanished'), ran.names('omitted'), ran.names('deleted')]).toEqual([['z', 'zz'], [], ['z']])
    expect(Object.keys(await workshop.objects(jobId))).toEqual(['a', 'c', 'd'])
  })

  it('a file that has another name when it is read is stored under that one, also where its folder has another', async () => {
    put({ 'a/1': 'one', 'a/2': 'two', 'a/3': 'three', 'b/4': 'four', z: 'z' })
    let moved = false
    const { jobId, ...ran } = await backup({
      budgetBytes: 1, // one file at a time
      onEvent({ kind }) {
        if (kind !== 'bytes' || moved) return
        moved = true
        renameSync(join(source, 'a/3'), join(source, 'a/0'))
        renameSync(join(source, 'z'), join(source, 'y'))
        renameSync(join(source, 'b'), join(source, 'A'))
      },
    })
    expect(ran.names('omitted')).toEqual([])
    expect(ran.names('vanished')).toEqual(['a/3', 'b/', 'z'])
    expect(await workshop.objects(jobId)).toEqual({
      'A/': 0,
      'A/4': 4,
      'a/': 0,
      'a/0': 5,
      'a/1': 3,
      'a/2': 3,
      y: 1,
    })
  })

  it('a file that vanishes and comes back is stored', async () => {
    putSettled({ a: 'a', z: 'z' })
    await backup()
    put({ a: 'A!', z: 'Z!' })
    const { jobId, ...ran } = await backup({
      budgetBytes: 1, // one file at a time
      onEvent({ kind }) {
        if (kind === 'bytes') rmSync(join(source, 'z'), { force: true })
        if (kind === 'vanished') put({ z: 'back' })
      },
    })
    expect(ran.names('vanished')).toEqual(['z'])
    expect(await workshop.objects(jobId)).toEqual({ a: 2, z: 4 })
  })

  it.runIf(process.platform === 'linux')(
    'nothing is read through a symlink that takes the place of a folder',
    async () => {
      put({ 'elsewhere/z': 'secret', 'source/d/a': 'a', 'source/d/z': 'z' })
      const { jobId } = await backup({
        source: join(source, 'source'),
        budgetBytes: 1, // one file at a time
        onEvent({ kind }) {
          if (kind !== 'bytes' || existsSync(join(source, 'before'))) return
          renameSync(join(source, 'source/d'), join(source, 'before'))
          symlinkSync('../elsewhere', join(source, 'source/d'))
        },
      })
      expect(await workshop.objects(jobId)).toEqual({ 'd/': 0, 'd/a': 1, 'd/z': 1 })
    },
  )

  it.runIf(process.platform === 'linux')('reads a file to its end that has no size', async () => {
    const content = readFileSync('/proc/version')
    const { jobId } = await backup({ source: '/proc/version' })
    expect(await workshop.objects(jobId)).toEqual({ version: content.length })
    expect((await metadataOf(jobId, 'version'))?.sha256).toBe(hash('sha256', content, 'base64'))
  })
})

describe('what is left', () => {
  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`file-${i}`, `${i}`]))
  const remove = (...names: string[]) => {
    for (const name of names) rmSync(join(source, name), { recursive: true })
  }

  it('refuses a source that has become empty, and says so of the job', async () => {
    put(many(8))
    const before = await backup()
    remove(...Object.keys(many(8)))
    const deleted: string[] = []
    const onEvent = (event: BackupEvent) => void (event.kind === 'deleted' && deleted.push(event.name))
    await expect(backup({ onEvent })).rejects.toMatchObject({ name: 'EmptySourceError' })
    expect(deleted, 'in vain').toEqual([])
    const jobs = []
    for await (const page of paginateListBackupJobs(
      { client: workshop.client },
      { ByResourceArn: timeline.resourceArn },
    ))
      jobs.push(...(page.BackupJobs ?? []))
    expect(jobs).toMatchObject([
      { State: 'ABORTED', StatusMessage: 'The source is empty, and the last backup of it is not' },
      { State: 'COMPLETED', BackupJobId: before.jobId },
    ])
    const allowed = await backup({ allowEmpty: true })
    expect(allowed.warning).toBe('shrunk: 0 of 8 left')
    expect(await workshop.objects(allowed.jobId)).toEqual({})
  })

  it('refuses one of which everything vanishes while it is looked at', async () => {
    put({ a: 'a', b: 'b' })
    await backup()
    put({ a: 'A!', b: 'B!' })
    await expect(backup({ onEvent: ({ kind }) => kind === 'started' && remove('a', 'b') })).rejects.toMatchObject({
      name: 'EmptySourceError',
    })
  })

  it('refuses one that is empty in its first backup; once that was allowed it is what it has always been', async () => {
    await expect(backup()).rejects.toMatchObject({
      name: 'EmptySourceError',
      message: 'The source is empty, and there is no backup of it yet',
    })
    await expect(backup(), 'what failed is no backup').rejects.toMatchObject({ name: 'EmptySourceError' })
    for (const allowEmpty of [true, false]) {
      const { jobId, warning } = await backup({ allowEmpty })
      expect([await workshop.objects(jobId), warning]).toEqual([{}, undefined])
    }
  })

  it('refuses one of which everything vanishes in its first backup', async () => {
    put({ a: 'a' })
    await expect(backup({ onEvent: ({ kind }) => kind === 'started' && remove('a') })).rejects.toMatchObject({
      name: 'EmptySourceError',
    })
  })

  it('takes a file without content for what it is', async () => {
    put({ empty: '' })
    const { jobId } = await backup({ source: join(source, 'empty') })
    expect(await workshop.objects(jobId)).toEqual({ empty: 0 })
  })

  it('warns where at least half is gone, until somebody confirms it', async () => {
    put(many(8))
    await backup()
    remove('file-0', 'file-1', 'file-2')
    expect((await backup()).warning).toBeUndefined() // 5 of 8
    remove('file-3', 'file-4', 'file-5')
    const shrunk = await backup()
    expect(shrunk.warning).toBe('shrunk: 2 of 5 left')
    expect(await workshop.describe(shrunk.jobId)).toMatchObject({
      State: 'COMPLETED',
      BackupOptions: { Warning: 'shrunk: 2 of 5 left' },
    })
    expect((await backup()).warning).toBe('shrunk: 2 of 5 left')
    await workshop.storage.send(new ConfirmBackupJobCommand({ BackupJobId: shrunk.jobId }))
    expect((await backup()).warning).toBeUndefined()
  })

  it('takes the warning back when what was gone is there again', async () => {
    put(many(8))
    await backup()
    for (let i = 0; i < 7; i++) remove(`file-${i}`)
    expect((await backup()).warning).toBe('shrunk: 1 of 8 left')
    put(many(8))
    expect((await backup()).warning).toBeUndefined()
  })

  it('carries the warning on where nothing is left to compare with', async () => {
    put(many(8))
    const before = await backup()
    for (let i = 0; i < 7; i++) remove(`file-${i}`)
    expect((await backup()).warning).toBe('shrunk: 1 of 8 left')
    const { RecoveryPointArn } = await workshop.client.send(new DescribeBackupJobCommand({ BackupJobId: before.jobId }))
    await workshop.client.send(new DeleteRecoveryPointCommand({ BackupVaultName: 'Default', RecoveryPointArn }))
    expect((await backup()).warning).toBe('shrunk: 1 of 8 left')
  })

  it('says how much is new where everything has another name', async () => {
    put(many(8))
    await backup()
    for (const name of Object.keys(many(8))) renameSync(join(source, name), join(source, `${name}.locked`))
    expect((await backup()).warning).toBe('shrunk: 0 of 8 left, 8 new')
  })

  it('measures a source of one file in bytes', async () => {
    put({ dump: 'x'.repeat(1000) })
    const file = { source: join(source, 'dump') }
    await backup(file)
    put({ dump: 'x'.repeat(400) })
    expect((await backup(file)).warning).toBe('shrunk: 400 of 1,000 bytes left')
    put({ dump: '' })
    await expect(backup(file)).rejects.toMatchObject({ name: 'EmptySourceError' })
  })
})

describe('a job that ends without a backup', () => {
  async function ended(options: Partial<BackupOptions>) {
    let job = ''
    const onEvent = (event: BackupEvent) => {
      if (event.kind === 'started') job = event.jobId
      options.onEvent?.(event)
    }
    await expect(backup({ ...options, onEvent })).rejects.toThrow()
    return workshop.describe(job)
  }

  it('tells why, however long that is', async () => {
    const failing = Readable.from(
      (function* () {
        yield Buffer.alloc(100)
        throw new Error('😀'.repeat(1000))
      })(),
    )
    const content = await openSourceStream(failing, 'it', new AbortController().signal)
    expect(await ended({ source: { kind: 'stream', name: 'dump', content } })).toMatchObject({
      State: 'ABORTED',
      StatusMessage: expect.stringMatching(/^it: (😀)+/u),
      BackupOptions: { AbortCause: 'failed' },
    })
  })

  it('was stopped where that was asked for', async () => {
    put({ a: 'a' })
    const interrupt = new AbortController()
    const onEvent = ({ kind }: BackupEvent) => kind === 'started' && interrupt.abort()
    expect(await ended({ signal: interrupt.signal, onEvent })).toMatchObject({
      State: 'ABORTED',
      BackupOptions: { AbortCause: 'stopped' },
    })
  })
})

describe('what is left out', () => {
  it('deletes what an earlier backup has of it, which counts as no loss, and keeps the patterns with the job', async () => {
    put({ 'keep/a': 'a', 'cache/x': 'x', 'cache/y': 'y', 'log.tmp': 'tmp', 'deep/log.tmp': 'tmp' })
    await backup()
    const patterns = ['*.tmp', 'cache/', 'nothing']
    const { jobId, warning, ...ran } = await backup({ exclude: { patterns } })
    expect(warning).toBeUndefined()
    expect(Object.keys(await workshop.objects(jobId))).toEqual(['deep/', 'keep/', 'keep/a'])
    expect(ran.names('excluded')).toEqual(['cache/', 'deep/log.tmp', 'log.tmp'])
    const { BackupOptions } = await workshop.describe(jobId)
    expect(JSON.parse(BackupOptions!.Details!)).toEqual({
      excluded: {
        patterns: [
          { pattern: '*.tmp', items: 2 },
          { pattern: 'cache/', items: 1 },
          { pattern: 'nothing', items: 0 },
        ],
        dropped: 5,
      },
      vanished: 0,
      skipped: 0,
      changed: 0,
      folder: expect.anything(),
    })
  })

  it('refuses a source of which nothing is left but what is left out', async () => {
    put({ a: 'a', 'skip.tmp': 'x' })
    await backup({ exclude: { patterns: ['*.tmp'] } })
    unlinkSync(join(source, 'a'))
    await expect(backup({ exclude: { patterns: ['*.tmp'] } })).rejects.toMatchObject({ name: 'EmptySourceError' })
  })

  it('refuses rules that leave everything out, unless that is asked for or was so before', async () => {
    put({ a: 'a', 'b/c': 'c' })
    const exclude = { patterns: ['*'] }
    await expect(backup({ exclude })).rejects.toMatchObject({
      name: 'EmptySourceError',
      message: 'All that is in the source is left out, and there is no backup of it yet',
    })
    expect(await workshop.objects((await backup({ exclude, allowEmpty: true })).jobId)).toEqual({})
    expect(await workshop.objects((await backup({ exclude })).jobId)).toEqual({})
    const { jobId } = await backup()
    await expect(backup({ exclude })).rejects.toMatchObject({
      name: 'EmptySourceError',
      message: 'All that is in the source is left out, and the last backup of it is not empty',
    })
    expect(Object.keys(await workshop.objects(jobId))).toEqual(['a', 'b/', 'b/c'])
    expect((await backup({ exclude, allowEmpty: true })).warning).toBeUndefined()
  })
})

describe('a stream', () => {
  const never = new AbortController().signal
  const pieces = (...sizes: number[]) => sizes.map((size, i) => Buffer.alloc(size, i + 1))

  it.each([
    ['one byte', [1]],
    ['a chunk in pieces', [chunkSize - 5, 5]],
    ['more than a chunk', [chunkSize - 5, 10, 70_000]],
    ['several chunks', [3 * chunkSize, 1]],
  ])('of %s is one object', async (_, sizes) => {
    const all = Buffer.concat(pieces(...sizes))
    const content = await openSourceStream(Readable.from(pieces(...sizes)), 'it', never)
    const { jobId } = await backup({ source: { kind: 'stream', name: 'sub/dump.sql', content } })
    expect(await workshop.objects(jobId)).toEqual({ 'sub/dump.sql': all.length })
    expect(await metadataOf(jobId, 'sub/dump.sql')).toMatchObject({
      size: all.length,
      sha256: createHash('sha256').update(all).digest('base64'),
    })
  })

  it('is for its owner only, of the moment it began, and read again by every backup', async () => {
    const now = Date.now()
    vi.spyOn(Date, 'now').mockReturnValue(now)
    const content = await openSourceStream(Readable.from([Buffer.from('x')]), 'it', never)
    const { jobId } = await backup({ source: { kind: 'stream', name: 'it', content } })
    const { mode, mtime, seen } = (await metadataOf(jobId, 'it')) ?? {}
    expect({ mode, mtime, seen }).toEqual({ mode: 0o600, mtime: BigInt(now) * 1_000_000n, seen: undefined })
  })

  it('is empty where it ends before its first byte, however many pieces come before that', async () => {
    const opened = (...sizes: number[]) => openSourceStream(Readable.from(pieces(...sizes)), 'it', never)
    expect((await opened()).isEmpty).toBe(true)
    expect((await opened(0, 0)).isEmpty).toBe(true)
    expect((await opened(0, 1)).isEmpty).toBe(false)
  })

  it.each([0, 1, 99, 100, 101, chunkSize])('that is said to have %i bytes is read to its end', async (size) => {
    const content = await openSourceStream(Readable.from(pieces(100)), 'it', never)
    const { jobId } = await backup({ source: { kind: 'stream', name: 'it', content: { ...content, size } } })
    expect(await workshop.objects(jobId)).toEqual({ it: 100 })
  })

  it('that fails fails the backup', async () => {
    const failing = Readable.from(
      (function* () {
        yield Buffer.alloc(100)
        throw new Error('read EIO')
      })(),
    )
    const content = await openSourceStream(failing, 'it', never)
    await expect(backup({ source: { kind: 'stream', name: 'dump', content } })).rejects.toMatchObject({
      name: 'SourceFileError',
      message: 'it: read EIO',
    })
  })

  it('of half as many bytes as before is one that shrank', async () => {
    for (const [size, warning] of [
      [1000, undefined],
      [500, 'shrunk: 500 of 1,000 bytes left'],
    ] as const) {
      const content = await openSourceStream(Readable.from([Buffer.alloc(size)]), 'it', never)
      expect((await backup({ source: { kind: 'stream', name: 'dump', content } })).warning).toBe(warning)
    }
  })
})
