import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Ledger } from '../ledger/ledger.ts'
import { openLedger } from '../ledger/sqlite/open-ledger.ts'
import { hashSecret } from './secret.ts'
import { closeSession, openSession, sessionFromCookie } from './session.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const start = Date.UTC(2026, 0, 1)

let directory: string
let ledger: Ledger
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'thaw-session-'))
  ledger = openLedger(join(directory, 'ledger.sqlite'))
})
afterEach(() => {
  ledger[Symbol.dispose]()
  rmSync(directory, { recursive: true })
})

describe('a session', () => {
  it('P07 has an id of 256 random bits that is new every time and not in the ledger', () => {
    const values = [openSession(ledger, start), openSession(ledger, start)]
    expect(new Set(values).size).toBe(2)
    for (const value of values) {
      expect(Buffer.from(value, 'base64url')).toHaveLength(32)
      expect(ledger.sessions.find(Buffer.from(value, 'base64url'))).toBeUndefined()
      expect(sessionFromCookie(ledger, value, start)).toEqual({ createdAt: start })
    }
  })

  it('is nobody’s without a cookie, with an empty or with another one', () => {
    openSession(ledger, start)
    for (const value of [undefined, '', 'x', randomBytes(32).toString('base64url')])
      expect(sessionFromCookie(ledger, value, start)).toBeUndefined()
  })

  it('P07 ends after 12 hours without use', () => {
    const value = openSession(ledger, start)
    expect(sessionFromCookie(ledger, value, start + 12 * hour - 1)).toBeDefined()
    expect(sessionFromCookie(ledger, value, start + 24 * hour - 1)).toBeUndefined()
  })

  it('P07 ends after 7 days however much it is used', () => {
    const value = openSession(ledger, start)
    for (let now = start; now < start + 7 * day; now += 11 * hour)
      expect(sessionFromCookie(ledger, value, now)).toBeDefined()
    expect(sessionFromCookie(ledger, value, start + 7 * day)).toBeUndefined()
  })

  it('P07 is dead on the server after sign-out', () => {
    const value = openSession(ledger, start)
    closeSession(ledger, value)
    expect(sessionFromCookie(ledger, value, start)).toBeUndefined()
  })

  it('R12 fails closed when the clock goes back', () => {
    const value = openSession(ledger, start)
    expect(sessionFromCookie(ledger, value, start - hour)).toBeUndefined()
  })

  it('is forgotten by the ledger once it has ended', () => {
    const [early, late] = [start, start + 13 * hour].map((now) => openSession(ledger, now))
    expect(ledger.sessions.find(hashSecret(early!))).toBeUndefined()
    expect(ledger.sessions.find(hashSecret(late!))).toBeDefined()
  })
})
