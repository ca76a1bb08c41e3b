import { describe, expect, it } from 'vitest'
import { readConfig } from '../config/read-config.ts'
import { bearerAllowed } from './bearer.ts'
import { sessionCookie } from './cookie.ts'
import { safeNextPath } from './next-path.ts'
import { allowedHosts, trustedOrigin } from './origin.ts'
import { secretsEqual } from './secret.ts'

const token = 'q0Vx7mJ2pLw9sTbR4nYc8dKf'
const local = readConfig({ THAW_TOKEN: token })
const proxied = readConfig({ THAW_PUBLIC_URL: 'https://backup.example.com' })
const open = readConfig({ THAW_HOST: '0.0.0.0' }, { insecure: true })

describe('the token', () => {
  it.each([
    [`Bearer ${token}`, true],
    [`bearer  ${token}`, true],
    [`Bearer ${token}x`, false],
    [`Bearer ${token.slice(1)}`, false],
    [`Bearer ${token} ${token}`, false],
    [`Basic ${token}`, false],
    [token, false],
    ['Bearer ', false],
    ['', false],
    [undefined, false],
  ])('%s: %s', (header, allowed) => expect(bearerAllowed(local, header)).toBe(allowed))

  it('opens nothing where none is set', () => expect(bearerAllowed(proxied, 'Bearer undefined')).toBe(false))

  it('P15 is compared without regard to where it differs or how long it is', () => {
    expect(secretsEqual('a', 'a')).toBe(true)
    for (const other of ['', 'b', 'aa', 'ä']) expect(secretsEqual('a', other)).toBe(false)
  })
})

describe('the session cookie', () => {
  it('P08 carries the port on plain HTTP', () =>
    expect(sessionCookie(local)).toEqual({
      name: 'thaw-session-3000',
      options: { httpOnly: true, sameSite: 'lax', secure: false, path: '/', maxAge: 604_800 },
    }))

  it('P08 is __Host- and Secure behind https', () =>
    expect(sessionCookie(proxied)).toMatchObject({ name: '__Host-thaw-session-3000', options: { secure: true } }))
})

describe('the Host allow-list', () => {
  it('P09 knows the loopback names with the right port', () =>
    expect([...allowedHosts(local, ['10.0.0.5'])]).toEqual(['127.0.0.1:3000', 'localhost:3000']))

  it('P09 knows the public name, and the loopback names for the proxy', () =>
    expect([...allowedHosts(proxied, [])]).toEqual(['127.0.0.1:3000', 'localhost:3000', 'backup.example.com']))

  it('P09 knows every address of the machine where the listener is open to all, but not 0.0.0.0', () =>
    expect([...allowedHosts(open, ['nas', '10.0.0.5', 'fd00::5'])]).toEqual([
      '127.0.0.1:3000',
      'localhost:3000',
      '[::1]:3000',
      'nas:3000',
      '10.0.0.5:3000',
      '[fd00::5]:3000',
    ]))
})

describe('the origin of a request that changes something', () => {
  it.each([
    [local, '127.0.0.1:3000', 'http://127.0.0.1:3000', true],
    [local, 'localhost:3000', 'http://localhost:3000', true],
    [local, '127.0.0.1:3000', 'http://localhost:3000', false],
    [local, '127.0.0.1:3000', 'http://127.0.0.1:3001', false],
    [local, '127.0.0.1:3000', 'https://127.0.0.1:3000', false],
    [local, '127.0.0.1:3000', 'null', false],
    [local, '127.0.0.1:3000', undefined, false],
    [local, '127.0.0.1:3000', 'http://127.0.0.1:3000.evil.test', false],
    [proxied, 'backup.example.com', 'https://backup.example.com', true],
    [proxied, 'backup.example.com', 'http://backup.example.com', false],
    [proxied, '127.0.0.1:3000', 'https://backup.example.com', true],
    [proxied, '127.0.0.1:3000', 'http://127.0.0.1:3000', true],
    [proxied, '127.0.0.1:3000', 'https://evil.test', false],
    [open, '10.0.0.5:3000', 'http://10.0.0.5:3000', true],
  ])('P06 %#: host %s', (config, host, origin, trusted) =>
    expect(trustedOrigin(config, host, origin) !== undefined).toBe(trusted),
  )
})

describe('where sign-in leads to', () => {
  it.each(['/jobs', '/jobs/1?prefix=a%2Fb&x=y', '/jobs/1/object?name=a%20b#chunks'])('goes on to %s', (next) =>
    expect(safeNextPath(next)).toBe(next),
  )

  it.each([
    undefined,
    '',
    '//evil.test',
    '/\\evil.test',
    '\\\\evil.test',
    '/\t/evil.test',
    '/\n/evil.test',
    'https:evil.test',
    'https://evil.test/',
    'javascript:alert(1)',
    'jobs',
    '/..//evil.test',
    '/./\\evil.test',
    '/sign-in?code=x',
    '/jobs\r\nset-cookie: a=b',
  ])('P12 goes to the start page instead of %j', (next) => expect(safeNextPath(next)).toBe('/'))
})
