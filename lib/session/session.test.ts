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
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'thaw-session-'))
  ledger = await openLedger(join(directory, 'ledger.sqlite'))
})
afterEach(async () => {
  await ledger[Symbol.asyncDispose]()
  rmSync(directory, { recursive: true })
})

describe('a session', () => {
  it('P07 has an id of 256 random bits that is new every time and not in the ledger', async () => {
    const values = [await openSession(ledger, start), await openSession(ledger, start)]
    expect(new Set(values).size).toBe(2)
    for (const value of values) {
      expect(Buffer.from(value, 'base64url')).toHaveLength(32)
      expect(await ledger.sessions.find(Buffer.from(value, 'base64url'))).toBeUndefined()
      expect(await sessionFromCookie(ledger, value, start)).toEqual({ createdAt: start })
    }
  })

  it('is nobody’s without a cookie, with an empty or with another one', async () => {
    await openSession(ledger, start)
    for (const value of [undefined, '', 'x', randomBytes(32).toString('base64url')])
      expect(await sessionFromCookie(ledger, value, start)).toBeUndefined()
  })

  it('P07 ends after 12 hours without use', async () => {
    const value = await openSession(ledger, start)
    expect(await sessionFromCookie(ledger, value, start + 12 * hour - 1)).toBeDefined()
    expect(await sessionFromCookie(ledger, value, start + 24 * hour - 1)).toBeUndefined()
  })

  it('P07 ends after 7 days however much it is used', async () => {
    const value = await openSession(ledger, start)
    for (let now = start; now < start + 7 * day; now += 11 * hour)
      expect(await sessionFromCookie(ledger, value, now)).toBeDefined()
    expect(await sessionFromCookie(ledger, value, start + 7 * day)).toBeUndefined()
  })

  it('P07 is dead on the server after sign-out', async () => {
    const value = await openSession(ledger, start)
    await closeSession(ledger, value)
    expect(await sessionFromCookie(ledger, value, start)).toBeUndefined()
  })

  it('R12 fails closed when the clock goes back', async () => {
    const value = await openSession(ledger, start)
    expect(await sessionFromCookie(ledger, value, start - hour)).toBeUndefined()
  })

  it('is forgotten by the ledger once it has ended', async () => {
    const early = await openSession(ledger, start)
    const late = await openSession(ledger, start + 13 * hour)
    expect(await ledger.sessions.find(hashSecret(early))).toBeUndefined()
    expect(await ledger.sessions.find(hashSecret(late))).toBeDefined()
  })
})
