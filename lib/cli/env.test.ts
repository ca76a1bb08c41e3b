import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { writeRunning } from '../config/running.ts'
import { environmentLines } from './env.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'thaw-env-'))
})
afterEach(() => rmSync(dataDir, { recursive: true }))

it('prints what a shell turns into exactly the key pair and the addresses', () => {
  const secretAccessKey = `it's "$HOME" \`id\`; rm -rf / \\`
  writeFileSync(join(dataDir, 'credentials.json'), JSON.stringify({ accessKeyId: 'AKID', secretAccessKey }))
  writeRunning(dataDir, {
    pid: process.pid,
    storageEndpoint: 'http://127.0.0.1:9310',
    backupEndpoint: 'http://127.0.0.1:9311',
    embedded: true,
    dashboardUrl: 'http://127.0.0.1:3000',
    region: 'eu-west-1',
  })
  const printed = execFileSync('sh', ['-c', `${environmentLines(dataDir).join('\n')}\nenv -0`], {
    env: { NODE_ENV: 'test' },
  }).toString()
  expect(printed.split('\0')).toEqual(
    expect.arrayContaining([
      'AWS_ACCESS_KEY_ID=AKID',
      `AWS_SECRET_ACCESS_KEY=${secretAccessKey}`,
      'AWS_REGION=eu-west-1',
      'AWS_ENDPOINT_URL_BACKUPSTORAGE=http://127.0.0.1:9310',
      'AWS_ENDPOINT_URL_BACKUP=http://127.0.0.1:9311',
    ]),
  )
})
