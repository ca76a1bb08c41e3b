import { describe, expect, it } from 'vitest'
import { alternativeName, archiveName, collisionKey, type NameRules } from './names.ts'

const portable: NameRules = { naming: 'portable', format: 'tar' }

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
    expect(archiveName(object, portable)).toEqual({ name: archived, changed: object !== archived })
  })

  it('N13 shortens what no reader could unpack and keeps the end', () => {
    const { name } = archiveName(`${'folder/'.repeat(1_000)}file.txt`, portable)
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(4_000)
    expect(name).toMatch(/\/file\.txt$/)
  })

  it.each([
    ['man3/Algorithm::Diff.3pm.gz', 'man3/Algorithm::Diff.3pm.gz'],
    ['a/CON/NUL.txt', 'a/CON/NUL.txt'],
    ['trailing. /dots...', 'trailing. /dots...'],
    ['units/dev-disk-by\\x2dlabel.device', 'units/dev-disk-by\\x2dlabel.device', 'units/dev-disk-by_x2dlabel.device'],
    ['../../etc/passwd', 'etc/passwd'],
    ['/lead//twice/./x/', 'lead/twice/x/'],
    ['up/..\\..\\x', 'up/.._.._x'],
    ['a:b/c:d', 'a_b/c:d'],
    ['C:\\Windows\\x', 'C_\\Windows\\x', 'C__Windows_x'],
    ['evil\u202egnp.exe', 'evilgnp.exe'],
    ['..', 'unnamed'],
    ['/', 'unnamed/'],
  ])('D18 N01 N03 N13 for Unix %j becomes %j', (object, inTar, inZip = inTar) => {
    const name = (format: NameRules['format']) => archiveName(object, { naming: 'unix', format })
    expect(name('tar')).toEqual({ name: inTar, changed: object !== inTar })
    expect(name('zip')).toEqual({ name: inZip, changed: object !== inZip })
  })

  it('N01 a path that is shortened does not begin with a drive letter', () => {
    const { name } = archiveName(`${'x'.repeat(100)}/C:/${'folder/'.repeat(567)}file.txt`, {
      naming: 'unix',
      format: 'tar',
    })
    expect(name).toMatch(/^C_\/folder/)
  })
})

describe('names that collide', () => {
  it('N03 differ in case, Unicode form or a trailing slash only', () => {
    expect(collisionKey('Straße/É.txt')).toBe(collisionKey('straße/E\u0301.TXT'))
    expect(collisionKey('Straße')).toBe(collisionKey('STRASSE'))
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

  it('N13 give way to names that file systems can hold as well', () => {
    const other = alternativeName(`folder/${'é'.repeat(125)}.txt`, 12)
    expect(other).toMatch(/^folder\/é+ \(12\)\.txt$/)
    expect(Buffer.byteLength(other.slice('folder/'.length))).toBeLessThanOrEqual(255)
  })
})
