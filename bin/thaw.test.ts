import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readRunning } from '../lib/config/running.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'thaw-bin-'))
})
afterEach(() => {
  const left = readRunning(dataDir)
  if (left) process.kill(left.pid, 'SIGKILL')
  rmSync(dataDir, { recursive: true, force: true })
})

it('Thaw stops in order when the launcher is killed', async () => {
  const args = ['serve', '--endpoint', 'http://127.0.0.1:9', '--port', '0', '--data-dir', dataDir]
  const launcher = spawn(process.execPath, [join(import.meta.dirname, 'thaw'), ...args], {
    cwd: tmpdir(),
    env: { PATH: process.env.PATH, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: launcher.stdout })) if (line.includes('remote, region')) break
  expect(existsSync(join(dataDir, 'running.json'))).toBe(true)
  launcher.stdout.resume()
  launcher.kill('SIGKILL')
  await once(launcher, 'close') // of its output, which Thaw holds as well
  expect(existsSync(join(dataDir, 'running.json'))).toBe(false)
})
