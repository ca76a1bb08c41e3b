import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { groupId, groupName, userId, userName } from './owners.ts'
import { canHaveXattrs } from './posix.testing.ts'
import { readXattrs, removeXattrs, setXattr } from './xattrs.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'thaw-posix-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe.skipIf(!canHaveXattrs)('extended attributes', () => {
  it('are read as they were set, in the order of their names, and taken away', () => {
    const path = join(folder, 'file')
    writeFileSync(path, '')
    expect(readXattrs(path)).toEqual({ found: [], unread: [] })
    const bytes = Buffer.from([0, 255, 10, 0])
    setXattr(path, 'user.z', bytes)
    setXattr(path, 'user.é', Buffer.alloc(0))
    setXattr(path, 'user.a', Buffer.from('a'))
    const found = [
      ['user.a', Buffer.from('a')],
      ['user.z', bytes],
      ['user.é', Buffer.alloc(0)],
    ]
    expect(readXattrs(path).found).toEqual(found)
    removeXattrs(path, (name) => name !== 'user.z')
    expect(readXattrs(path).found).toEqual([found[1]])
  })

  it('of a symlink are not those of what it points to', () => {
    writeFileSync(join(folder, 'file'), '')
    setXattr(join(folder, 'file'), 'user.a', Buffer.from('a'))
    symlinkSync('file', join(folder, 'link'))
    expect(readXattrs(join(folder, 'link')).found).toEqual([])
    expect(() => setXattr(join(folder, 'link'), 'user.a', Buffer.from('b'))).toThrow(
      expect.objectContaining({ code: 'EPERM' }),
    )
  })

  it('tell why they cannot be had', () => {
    expect(() => readXattrs(join(folder, 'nothing'))).toThrow(expect.objectContaining({ code: 'ENOENT' }))
  })
})

it('of a system that cannot be asked are not taken for none', async () => {
  const platform = Object.getOwnPropertyDescriptor(process, 'platform')!
  Object.defineProperty(process, 'platform', { ...platform, value: 'darwin' })
  vi.resetModules()
  try {
    const elsewhere = await import('./xattrs.ts')
    expect(elsewhere.readXattrs(folder)).toEqual({ found: [], unread: [], unasked: true })
    expect(elsewhere.xattrsUnsupported).toBe('Thaw knows them on Linux only, not on darwin')
  } finally {
    Object.defineProperty(process, 'platform', platform)
  }
})

it('owners have the names the system gives them', () => {
  expect([userName(0), userId('root'), groupId(groupName(0) ?? '')]).toEqual(['root', 0, 0])
  expect([userName(4_123_456_789), userId('no such user'), groupId('')]).toEqual([undefined, undefined, undefined])
})
