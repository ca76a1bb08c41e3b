import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Running, readRunning, removeRunning, writeRunning } from './running.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'thaw-running-'))
})
afterEach(() => rmSync(dataDir, { recursive: true }))

const running = (pid: number): Running => ({
  pid,
  storageEndpoint: 'http://127.0.0.1:9310',
  backupEndpoint: 'http://127.0.0.1:9310',
  embedded: true,
  dashboardUrl: 'http://127.0.0.1:3000',
  region: 'us-east-1',
})

describe('the note of a running service', () => {
  it('is found while its process lives, and only its user can read it', () => {
    expect(readRunning(dataDir)).toBeUndefined()
    writeRunning(dataDir, running(process.pid))
    expect(readRunning(dataDir)).toEqual(running(process.pid))
    expect(statSync(join(dataDir, 'running.json')).mode & 0o777).toBe(0o600)
    expect(readdirSync(dataDir)).toEqual(['running.json'])
  })

  it('counts for nothing once its process is dead', () => {
    const { pid } = spawnSync(process.execPath, ['--version'])
    writeRunning(dataDir, running(pid))
    expect(readRunning(dataDir)).toBeUndefined()
  })

  it('is refused in a sentence where the folder is another user’s', () => {
    const root = process.getuid?.() === 0
    if (root) process.seteuid?.(65_534)
    else chmodSync(dataDir, 0)
    try {
      expect(() => readRunning(dataDir)).toThrow(/^The data folder .* is another user's: run this as/)
    } finally {
      if (root) process.seteuid?.(0)
      else chmodSync(dataDir, 0o700)
    }
  })

  it('is removed by its own process only', () => {
    writeRunning(dataDir, running(process.pid))
    removeRunning(dataDir, process.pid + 1)
    expect(readRunning(dataDir)).toBeDefined()
    removeRunning(dataDir, process.pid)
    expect(readdirSync(dataDir)).toEqual([])
  })
})
