import { describe, expect, it } from 'vitest'
import { alternativeName, archiveName, collisionKey } from './names.ts'

describe('archiveName', () => {
  it.each([
    ['plain/file.txt', 'plain/file.txt'],
    ['folder/', 'folder/'],
    ['../../etc/passwd', 'etc/passwd'],
    ['/lead//twice/./x', 'lead/twice/x'],
    ['C:\\Windows\\x', 'C__Windows_x'],
    ['a/CON/NUL.txt', 'a/_CON/_NUL.txt'],
    ['trailing. /dots...', 'trailing/dots'],
    ['evil\u202egnp.exe', 'evilgnp.exe'],
    ['..', 'unnamed'],
    ['/', 'unnamed/'],
  ])('D18 N01 N03 N13 %j becomes %j', (object, archived) => {
    expect(archiveName(object)).toEqual({ name: archived, changed: object !== archived })
  })

  it('N13 shortens what no reader could unpack and keeps the end', () => {
    const { name } = archiveName(`${'folder/'.repeat(1_000)}file.txt`)
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(4_000)
    expect(name).toMatch(/\/file\.txt$/)
  })
})

describe('names that collide', () => {
  it('N03 differ in case, Unicode form or a trailing slash only', () => {
    expect(collisionKey('Straße/É.txt')).toBe(collisionKey('straße/E\u0301.TXT'))
    expect(collisionKey('a/')).toBe(collisionKey('a'))
    expect(collisionKey('a b')).not.toBe(collisionKey('a_b'))
  })

  it.each([
    ['report.txt', 'report (2).txt'],
    ['a.b/.profile', 'a.b/.profile (2)'],
    ['folder.d/', 'folder.d (2)/'],
  ])('%j gives way to %j', (name, other) => {
    expect(alternativeName(name, 2)).toBe(other)
  })
})
