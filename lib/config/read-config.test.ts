import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ConfigError } from './config.ts'
import { type ConfigFlags, readConfig } from './read-config.ts'

type Case = [what: string, env: Record<string, string>, flags: ConfigFlags]

const token = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'
const storage = 'AWS_ENDPOINT_URL_BACKUPSTORAGE'
const backup = 'AWS_ENDPOINT_URL_BACKUP'

describe('readConfig', () => {
  it('runs everything on loopback when nothing is set', () => {
    expect(readConfig({})).toEqual({
      dataDir: resolve(import.meta.dirname, '../../data'),
      dashboard: { host: '127.0.0.1', port: 3000, insecure: false },
      storage: { kind: 'embedded', host: '127.0.0.1', port: 9310, region: 'us-east-1', writeBudget: 256 * 2 ** 20 },
    })
  })

  it('takes an empty variable for one that is not set', () => {
    const names = ['PORT', 'THAW_STORAGE_PORT', 'THAW_HOST', 'THAW_DATA_DIR', 'THAW_TOKEN', 'THAW_PUBLIC_URL', storage]
    expect(readConfig(Object.fromEntries(names.map((name) => [name, ''])))).toEqual(readConfig({}))
  })

  it('reads every setting from the environment', () => {
    const env = {
      PORT: '4000',
      THAW_STORAGE_PORT: '4001',
      THAW_HOST: '0.0.0.0',
      THAW_DATA_DIR: '/srv/thaw',
      THAW_TOKEN: token,
      THAW_PUBLIC_URL: 'https://backup.example.com/',
      THAW_WRITE_BUDGET: '80',
      AWS_DEFAULT_REGION: 'eu-west-1',
    }
    expect(readConfig(env)).toEqual({
      dataDir: '/srv/thaw',
      elsewhere: true,
      dashboard: { host: '0.0.0.0', port: 4000, publicUrl: 'https://backup.example.com', insecure: false },
      token,
      storage: { kind: 'embedded', host: '0.0.0.0', port: 4001, region: 'eu-west-1', writeBudget: 80 * 2 ** 20 },
    })
  })

  it('prefers flags to the environment, and AWS_REGION to AWS_DEFAULT_REGION', () => {
    const env = { PORT: '1', THAW_DATA_DIR: '/a', AWS_REGION: 'eu-central-1', AWS_DEFAULT_REGION: 'eu-west-1' }
    const config = readConfig(env, { port: '2', dataDir: 'b' })
    expect(config.dashboard.port).toBe(2)
    expect(config.dataDir).toBe(resolve('b'))
    expect(config.storage.region).toBe('eu-central-1')
  })

  it('goes to a remote storage with --endpoint, whatever the environment says', () => {
    const config = readConfig({ [storage]: 'https://one.example' }, { endpoint: 'https://two.example/base/' })
    expect(config.storage).toEqual({
      kind: 'remote',
      endpoint: 'https://two.example/base',
      backupEndpoint: 'https://two.example/base',
      region: 'us-east-1',
    })
  })

  it('goes to a remote storage with both of the SDK variables', () => {
    const config = readConfig({ [storage]: 'https://storage.example', [backup]: 'https://backup.example' })
    expect(config.storage).toMatchObject({
      kind: 'remote',
      endpoint: 'https://storage.example',
      backupEndpoint: 'https://backup.example',
    })
  })

  it.each(['http://127.0.0.1:9310', 'http://localhost:9310/', 'http://[::1]:9310'])(
    'ignores its own storage address %s in the SDK variables, and says so',
    (own) => {
      const lines: string[] = []
      const env = { [storage]: own, [backup]: own, AWS_ENDPOINT_URL: own }
      expect(readConfig(env, {}, (line) => lines.push(line)).storage.kind).toBe('embedded')
      expect(lines).toEqual([storage, backup, 'AWS_ENDPOINT_URL'].map((name) => expect.stringContaining(name)))
    },
  )

  it('takes plain HTTP outside loopback with --insecure', () => {
    expect(readConfig({ THAW_HOST: '0.0.0.0' }, { insecure: true }).dashboard.insecure).toBe(true)
    const named = readConfig({ THAW_HOST: '::', THAW_PUBLIC_URL: 'http://nas.lan:3000' }, { insecure: true })
    expect(named.dashboard.publicUrl).toBe('http://nas.lan:3000')
  })

  it.each<Case>([
    ['only one SDK variable', { [storage]: 'https://storage.example' }, {}],
    ['only the other SDK variable', { [backup]: 'https://backup.example' }, {}],
    ['one foreign and one own address', { [storage]: 'http://127.0.0.1:9310', [backup]: 'https://b.example' }, {}],
    ['only the generic SDK variable', { AWS_ENDPOINT_URL: 'https://storage.example' }, {}],
    ['an endpoint of another protocol', {}, { endpoint: 'file:///etc/passwd' }],
    ['an endpoint with credentials', {}, { endpoint: 'https://me:secret@storage.example' }],
    ['an endpoint that is no URL', {}, { endpoint: 'storage.example' }],
    ['a storage port where there is no storage', {}, { endpoint: 'https://s.example', storagePort: '1' }],
    ['a port that is no number', { PORT: '3000x' }, {}],
    ['a port that is too large', { PORT: '65536' }, {}],
    ['a negative storage port', { THAW_STORAGE_PORT: '-1' }, {}],
    ['a write budget below one chunk', { THAW_WRITE_BUDGET: '79' }, {}],
    ['a write budget that is no number', {}, { writeBudget: '1GB' }],
    ['a write budget where there is no storage', {}, { endpoint: 'https://s.example', writeBudget: '256' }],
    ['one port for two listeners', { PORT: '9310' }, {}],
    ['a host that is none', { THAW_HOST: 'not a host' }, {}],
    ['a host beyond loopback', { THAW_HOST: '0.0.0.0' }, {}],
    ['a host name beyond loopback', { THAW_HOST: 'nas.lan' }, {}],
    ['a public URL without https', { THAW_PUBLIC_URL: 'http://backup.example.com' }, {}],
    ['a public URL with a path', { THAW_PUBLIC_URL: 'https://example.com/thaw' }, {}],
    ['a short token', { THAW_TOKEN: 'hunter2' }, {}],
    ['a token of 31 hex digits', { THAW_TOKEN: token.slice(0, 31) }, {}],
    ['a token of one letter', { THAW_TOKEN: 'a'.repeat(64) }, {}],
    ['a token with a space', { THAW_TOKEN: `${token} ${token}` }, {}],
  ])('refuses %s in one plain sentence', (_, env, flags) => {
    const refusal = catchError(() => readConfig(env, flags))
    expect(refusal).toBeInstanceOf(ConfigError)
    expect(refusal.message).toMatch(/^[^\n]+\.$/)
    expect(refusal.message).not.toContain(env.THAW_TOKEN ?? 'secret')
  })
})

function catchError(action: () => unknown): Error {
  try {
    action()
  } catch (error) {
    return error as Error
  }
  throw new Error('nothing was refused')
}
