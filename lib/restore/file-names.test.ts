import { describe, expect, it } from 'vitest'
import { safeFileName, unixFileName } from './file-names.ts'

describe('file names for downloads', () => {
  it.each([
    ['photos/2024/summer.jpg', 'summer.jpg'],
    ['folder/', 'folder'],
    ['../../etc/passwd', 'passwd'],
    ['..', 'download'],
    ['a\\b:c*?"<>|', 'a_b_c______'],
    ['C:\\autoexec.bat', 'C__autoexec.bat'],
    ['trailing. . ', 'trailing'],
    ['tab\there\r\nX-Evil: 1', 'tabhereX-Evil_ 1'],
    ['invoice\u202egpj.exe', 'invoicegpj.exe'],
    ['\u0000', 'download'],
    ['//', 'download'],
  ])('N01 N02 N05 %j becomes %j', (name, expected) => {
    expect(safeFileName(name)).toBe(expected)
  })

  it.each(['CON', 'nul.txt', 'COM1', 'lpt9.log', 'aux.'])('N13 %s gets another name', (name) => {
    expect(safeFileName(name)).toMatch(/^_/)
  })

  it('N13 a long name is cut to 255 bytes between characters and keeps its extension', () => {
    const cut = safeFileName(`${'é'.repeat(300)}.tar.gz`)
    expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(255)
    expect(cut).toMatch(/^é+\.gz$/)
    expect(Buffer.byteLength(safeFileName('x'.repeat(5000)))).toBe(255)
  })
})

describe('file names for Linux and macOS', () => {
  it.each([
    'Algorithm::Diff.3pm.gz',
    'a:b*c?"<>|',
    'CON',
    'trailing. . ',
    ' leading',
    '...',
    'system-systemd\\x2dcryptsetup.slice',
    'a\\b\\..c',
  ])('N13 %j stays', (name) => {
    expect(unixFileName(name, 'kept')).toBe(name)
  })

  it.each([
    ['..', 'download'],
    ['.\u200b.', 'download'],
    ['\u0000', 'download'],
    ['tab\there\r\n\x1b[31m', 'tabhere[31m'],
    ['invoice\u202egpj.exe', 'invoicegpj.exe'],
    ['..\\..\\x', '.._.._x'],
    ['a\\.. .\\x', 'a_.. ._x'],
    ['a\\..', 'a_..'],
    ['\\\\server\\share', '__server_share'],
    ['.\u200b.\\x', '.._x'],
  ])('N01 N02 %j becomes %j', (name, expected) => {
    expect(unixFileName(name, 'kept')).toBe(expected)
  })

  it('N01 have no backslash where readers take it for a separator', () => {
    expect(unixFileName('a\\b', 'replaced')).toBe('a_b')
  })

  it('N13 are cut to 255 bytes, and climb no more than before', () => {
    expect(Buffer.byteLength(unixFileName(`${'é:'.repeat(200)}.gz`, 'kept'))).toBeLessThanOrEqual(255)
    expect(unixFileName(`${'a'.repeat(252)}\\..${'b'.repeat(20)}`, 'kept')).toBe(`${'a'.repeat(252)}_..`)
  })
})
