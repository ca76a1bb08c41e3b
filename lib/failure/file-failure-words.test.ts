import { mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getSystemErrorMap } from 'node:util'
import { expect, it } from 'vitest'
import { fileWords } from './file-failure-words.ts'

const folder = mkdtempSync(join(tmpdir(), 'thaw-words-'))

function failure(act: () => unknown): unknown {
  try {
    act()
  } catch (error) {
    return error
  }
  throw new Error('It went well')
}

it('errors of the file system have words', () => {
  try {
    mkdirSync(join(folder, 'full/in'), { recursive: true })
    const cases: [() => unknown, string][] = [
      [() => readFileSync(folder), 'something else of this name is there'],
      [() => readFileSync(join(folder, 'none')), 'it does not exist'],
      [() => mkdirSync(join(folder, 'full')), 'something else of this name is there'],
      [() => rmdirSync(join(folder, 'full')), 'a folder of this name has something in it'],
      [() => writeFileSync(join(folder, 'x'.repeat(300)), ''), 'its name or path is longer than the system takes'],
      [() => writeFileSync('/dev/full', 'x'), 'the disk is full'],
      [() => readFileSync('/proc/self/mem'), 'the disk reports an error'],
    ]
    for (const [act, what] of cases) expect(fileWords(failure(act))?.what).toBe(what)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

it('no code of the system is said raw, and each that stops a restore says what to do', () => {
  for (const [errno, [code]] of getSystemErrorMap()) {
    const error = Object.assign(new Error(`${code}: …`), { code, errno, syscall: 'open' })
    const words = fileWords(error)
    if (words) expect(`${words.what} ${words.remedy}`).not.toMatch(/\bE[A-Z0-9]{3,}\b/)
    if (['ENOSPC', 'EDQUOT', 'EROFS', 'EIO', 'EMFILE', 'EACCES'].includes(code)) expect(words?.remedy).toBeDefined()
  }
})

it('errors of the network and others have none here', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  const refused = await new Promise((resolve) => connect(port, '127.0.0.1').once('error', resolve))
  expect(fileWords(refused)).toBeUndefined()
  expect(fileWords(new Error('EACCES'))).toBeUndefined()
  expect(fileWords(undefined)).toBeUndefined()
})
