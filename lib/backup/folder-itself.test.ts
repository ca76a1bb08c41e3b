import { chmodSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { canHaveXattrs } from '../posix/posix.testing.ts'
import { setXattr } from '../posix/xattrs.ts'
import { createDetails } from './details.ts'
import { folderItself, parseFolderItself } from './folder-itself.ts'
import { createSkipped } from './skipped.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'thaw-itself-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** user::rwx,user:1234:r-x,group::---,mask::r-x,other::--- */
const acl = Buffer.from(
  '0200000001000700ffffffff02000500d204000004000000ffffffff10000500ffffffff20000000ffffffff',
  'hex',
)
const noted = async (path = folder, rules = {}) =>
  createDetails(rules).toString(createSkipped(), await folderItself(path))

it('how the backed-up folder looks goes through the details of a job, also where a symlink leads to it', async () => {
  chmodSync(folder, 0o1750)
  symlinkSync('.', join(folder, 'link'))
  for (const path of [folder, join(folder, 'link')])
    expect(parseFolderItself(await noted(path))?.metadata).toMatchObject({
      type: 'dir',
      mode: 0o1750,
      owner: { uid: process.getuid?.() },
    })
})

it.skipIf(!canHaveXattrs)('attributes that have no room are left out, and ACLs never', async () => {
  setXattr(folder, 'system.posix_acl_access', acl)
  setXattr(folder, 'user.small', Buffer.from('small'))
  const names = async () =>
    parseFolderItself(await noted())
      ?.more?.xattrs?.map(([name]) => name)
      .sort()
  expect(await names()).toEqual(['system.posix_acl_access', 'user.small'])
  setXattr(folder, 'user.large', Buffer.alloc(2000))
  expect(await names()).toEqual(['system.posix_acl_access'])
  expect(parseFolderItself(await noted())?.metadata.attributes).toBe('partial')
})

it('patterns make way for it, and a note that still does not fit has none', async () => {
  const patterns = Array.from({ length: 1000 }, (_, i) => `pattern-${i}`)
  const text = await noted(folder, { patterns })
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4096)
  expect(parseFolderItself(text)).toBeDefined()
  const large = createDetails({}).toString(createSkipped(), { metadata: 'x'.repeat(5000) })
  expect(Buffer.byteLength(large)).toBeLessThanOrEqual(4096)
})

it.each([undefined, '', 'text', 'null', '{}', '{"folder":1}', '{"folder":{"metadata":"{}"}}'])(
  'details %j tell nothing of it',
  (details) => {
    expect(parseFolderItself(details)).toBeUndefined()
  },
)
