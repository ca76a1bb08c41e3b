import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CredentialsFileError, loadCredentials } from './credentials.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'thaw-credentials-'))
})
afterEach(() => rm(folder, { recursive: true }))

const path = () => join(folder, 'credentials.json')
const mode = async () => (await stat(path())).mode & 0o777

describe('the key pair', () => {
  it('is made once, for its owner only, and found again', async () => {
    const made = await loadCredentials(folder)
    expect(made).toEqual({
      accessKeyId: expect.stringMatching(/^THAW[A-Z2-7]{16}$/),
      secretAccessKey: expect.stringMatching(/^[\w-]{40}$/),
    })
    expect(await mode()).toBe(0o600)
    expect(await readdir(folder)).toEqual(['credentials.json'])
    expect(await loadCredentials(folder)).toEqual(made)
  })

  it('differs from folder to folder', async () => {
    const made = await loadCredentials(folder)
    await rm(path())
    expect(await loadCredentials(folder)).not.toEqual(made)
  })

  it('is closed to others again when its file was opened to them', async () => {
    await loadCredentials(folder)
    await chmod(path(), 0o644)
    await loadCredentials(folder)
    expect(await mode()).toBe(0o600)
  })

  it.each([
    '',
    '{',
    'null',
    '{}',
    '{"accessKeyId":"THAWA","secretAccessKey":""}',
    '{"accessKeyId":7,"secretAccessKey":"x"}',
  ])('is never replaced: %j is refused', async (text) => {
    await writeFile(path(), text)
    await expect(loadCredentials(folder)).rejects.toThrow(CredentialsFileError)
    expect(await readFile(path(), 'utf8')).toBe(text)
  })
})
