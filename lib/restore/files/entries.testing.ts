import { hash } from 'node:crypto'
import type { RestoreEntry } from './restore-files.ts'

export const file = (name: string, content = 'content', more: Partial<RestoreEntry> = {}): RestoreEntry => ({
  name,
  type: 'file',
  mode: 0o640,
  mtime: 1_700_000_000_123_456_789n,
  async *read() {
    yield Buffer.from(content)
  },
  ...more,
})
export const small = (name: string, content = 'content', more: Partial<RestoreEntry> = {}) =>
  file(name, content, {
    read: () => {
      throw new Error('It is read in one piece')
    },
    readSmall: async () => Buffer.from(content),
    ...more,
  })
export const dir = (name: string, more: Partial<RestoreEntry> = {}) =>
  file(name, '', { type: 'dir', mode: 0o750, ...more })
export const symlink = (name: string, to: string) => file(name, '', { type: 'symlink', target: async () => to })

/** An entry whose content can be compared with a file that is there. */
export const comparable = (name: string, content = 'content', more: Partial<RestoreEntry> = {}): RestoreEntry => {
  const checksum = hash('sha256', content, 'base64')
  const chunk = { index: 0, offset: 0, length: content.length, checksum, token: 't' }
  return file(name, content, { plan: async () => ({ length: content.length, checksum: '', chunks: [chunk] }), ...more })
}
