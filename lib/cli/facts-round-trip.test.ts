import { hash } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  existsSync,
  ftruncateSync,
  lchownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BackupClient } from '@aws-sdk/client-backup'
import { BackupStorageClient } from '@aws-sdk/client-backupstorage'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { silent } from '#lib/log.ts'
import { listObjects } from '#lib/storage/list-objects.ts'
import { backupPath } from '../backup/backup.ts'
import { canHaveXattrs, isRoot } from '../posix/posix.testing.ts'
import { setLinkTimes } from '../posix/times.ts'
import { readXattrs, setXattr } from '../posix/xattrs.ts'
import { restoreFiles } from '../restore/files/restore-files.ts'
import { openService, type Service } from '../service/open.ts'
import { restoreEntry } from './restore-entry.ts'

const signal = new AbortController().signal
let base: string
let service: Service
beforeEach(async () => {
  base = mkdtempSync(join(tmpdir(), 'thaw-facts-'))
  const dataDir = join(base, 'data')
  service = await openService({ dataDir, host: '127.0.0.1', port: 0, region: 'us-east-1', log: silent })
})
afterEach(async () => {
  await service[Symbol.asyncDispose]()
  rmSync(base, { recursive: true })
})

// What the file system of the test cannot hold it changes when the source is made, so the source is what counts.
const time = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((seconds) => seconds * 1_000_000_000n),
  fc.bigInt({ min: -(2n ** 61n), max: 2n ** 63n }),
  fc.constantFrom(-1n, 0n, -(2n ** 31n) * 1_000_000_000n, 253_402_300_800n * 1_000_000_000n),
)
const id = fc.oneof(fc.constantFrom(0, 0xffff_fffe), fc.nat(100_000))
const attribute = fc.tuple(fc.constantFrom('user.a', 'user.ünï', 'user.with space'), fc.uint8Array({ maxLength: 300 }))
const thing = fc.record({
  kind: fc.constantFrom('file' as const, 'file' as const, 'dir' as const, 'symlink' as const),
  // Links are too long for the string now and then; holes begin and end anywhere.
  size: fc.nat(300_000),
  data: fc.nat(299_000),
  mode: fc.nat(0o7777),
  mtime: time,
  owner: fc.tuple(id, id),
  attributes: fc.array(attribute, { maxLength: canHaveXattrs ? 3 : 0 }),
  isLinked: fc.boolean(),
})
type Thing = typeof thing extends fc.Arbitrary<infer T> ? T : never

function make(folder: string, things: Thing[]): void {
  for (const [index, { kind, size, data, mode, mtime, owner, attributes, isLinked }] of things.entries()) {
    const path = join(folder, `${index}`)
    if (kind === 'dir') mkdirSync(path)
    else if (kind === 'symlink') symlinkSync('x'.repeat((size % 600) + 1), path)
    else {
      const file = openSync(path, 'w')
      if (size > data) writeSync(file, 'data', data)
      ftruncateSync(file, size)
      closeSync(file)
      if (isLinked) linkSync(path, `${path}-linked`)
    }
    if (isRoot) lchownSync(path, ...owner)
    // Only root may read what nobody may read, and links have no attributes of users.
    if (kind !== 'symlink') {
      for (const [name, value] of attributes) setXattr(path, name, Buffer.from(value))
      chmodSync(path, isRoot ? mode : mode | 0o700)
    }
    setLinkTimes(path, mtime)
  }
}

/** All that is kept of what is below a folder, by name. */
function facts(folder: string) {
  return Object.fromEntries(
    readdirSync(folder).map((name) => {
      const path = join(folder, name)
      const { mode, mtimeNs, uid, gid, nlink } = lstatSync(path, { bigint: true })
      const stats = lstatSync(path)
      const content = stats.isFile() ? hash('sha256', readFileSync(path)) : stats.isSymbolicLink() && readlinkSync(path)
      const links = stats.isFile() && nlink
      const linkedTo = readdirSync(folder).find((other) => lstatSync(join(folder, other)).ino === stats.ino)
      return [name, { mode, mtimeNs, uid, gid, links, linkedTo, content, xattrs: readXattrs(path).found }]
    }),
  )
}

async function backUpAndRestore(source: string, target: string) {
  const storage = new BackupStorageClient(service)
  const events: string[] = []
  const { jobId } = await backupPath({
    storage,
    backup: new BackupClient(service),
    source,
    vault: 'Default',
    resourceArn: `arn:aws:thaw::000000000000:resource/${source}`,
    signal,
    onEvent: (event) => void (['omitted', 'without', 'changed'].includes(event.kind) && events.push(event.kind)),
  })
  async function* entries() {
    for await (const object of listObjects(storage, { jobId }, signal)) yield restoreEntry(storage, jobId, object)
  }
  await restoreFiles(entries(), {
    directory: target,
    setuid: true,
    numericOwner: true,
    signal,
    onEvent: (event) => void (['missed', 'failed', 'kept', 'refused'].includes(event.kind) && events.push(event.kind)),
  })
  return events
}

// A file system in memory keeps every time that can be said.
for (const place of [tmpdir(), '/dev/shm'])
  it.skipIf(!existsSync(place))(
    `what a backup keeps of a file in ${place} a restore puts back, at its extremes`,
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(thing, { minLength: 1, maxLength: 12 }), async (things) => {
          const folder = mkdtempSync(join(place, 'thaw-facts-'))
          try {
            const source = join(folder, 'source')
            const target = join(folder, 'target')
            mkdirSync(source)
            make(source, things)
            expect(await backUpAndRestore(source, target)).toEqual([])
            expect(facts(target)).toEqual(facts(source))
            for (const name of readdirSync(source)) {
              const attributes = 8 // a block of them hides a hole of one
              const { blocks } = lstatSync(join(source, name))
              expect(lstatSync(join(target, name)).blocks).toBeLessThanOrEqual(blocks + attributes)
            }
          } finally {
            rmSync(folder, { recursive: true })
          }
        }),
        { numRuns: 30 },
      )
    },
  )
