import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readConfig } from '../config/read-config.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { openLedger } from '../ledger/sqlite/open-ledger.ts'
import { sessionFromCookie } from './session.ts'
import { issueSignInCode, redeemSignInCode, signInLink, tokenAccepted } from './sign-in.ts'

const minute = 60_000
const start = Date.UTC(2026, 0, 1)
const address = '192.0.2.1'

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

describe('a sign-in code', () => {
  it('stands in the link as it is', async () => {
    expect(signInLink('http://127.0.0.1:3000', 'a-b_c')).toBe('http://127.0.0.1:3000/sign-in?code=a-b_c')
    expect(await issueSignInCode(ledger, start)).toMatch(/^[\w-]{43}$/)
  })

  it('P14 is swapped for a session once', async () => {
    const code = await issueSignInCode(ledger, start)
    const first = await redeemSignInCode(ledger, code, address, start)
    expect(first.ok && (await sessionFromCookie(ledger, first.cookieValue, start))).toEqual({ createdAt: start })
    expect(await redeemSignInCode(ledger, code, address, start)).toEqual({ ok: false, reason: 'code' })
  })

  it('P14 works for ten minutes', async () => {
    const [early, late] = [await issueSignInCode(ledger, start), await issueSignInCode(ledger, start)]
    expect((await redeemSignInCode(ledger, early, address, start + 10 * minute - 1)).ok).toBe(true)
    expect(await redeemSignInCode(ledger, late, address, start + 10 * minute)).toEqual({ ok: false, reason: 'code' })
  })

  it('P15 cannot be guessed more than ten times a minute; then even a right one waits', async () => {
    const code = await issueSignInCode(ledger, start)
    for (let guess = 0; guess < 10; guess++)
      expect(await redeemSignInCode(ledger, `guess ${guess}`, address, start + guess)).toEqual({
        ok: false,
        reason: 'code',
      })
    expect(await redeemSignInCode(ledger, code, address, start + 10)).toEqual({ ok: false, reason: 'guesses' })
    expect((await redeemSignInCode(ledger, code, address, start + minute + 10)).ok).toBe(true)
  })

  it('P15 counts guesses an address: one guesser does not lock the others out', async () => {
    for (let guess = 0; guess < 10; guess++) await redeemSignInCode(ledger, 'guess', address, start)
    expect(await redeemSignInCode(ledger, 'guess', address, start)).toEqual({ ok: false, reason: 'guesses' })
    expect((await redeemSignInCode(ledger, await issueSignInCode(ledger, start), '192.0.2.2', start)).ok).toBe(true)
  })
})

describe('the token of the settings', () => {
  const config = readConfig({ THAW_TOKEN: 'q0Vx7mJ2pLw9sTbR4nYc8dKf' })
  const right = 'Bearer q0Vx7mJ2pLw9sTbR4nYc8dKf'

  it('P15 cannot be guessed more than ten times a minute, which does not keep people from signing in', async () => {
    expect(await tokenAccepted(config, ledger, right, address, start)).toBe(true)
    for (let guess = 0; guess < 10; guess++)
      expect(await tokenAccepted(config, ledger, `Bearer ${guess}`, address, start)).toBe(false)
    expect(await tokenAccepted(config, ledger, right, address, start)).toBe(false)
    expect((await redeemSignInCode(ledger, await issueSignInCode(ledger, start), address, start)).ok).toBe(true)
    expect(await tokenAccepted(config, ledger, right, address, start + minute + 1)).toBe(true)
  })

  it('counts nothing against a client that sends none', async () => {
    for (let time = 0; time < 11; time++) expect(await tokenAccepted(config, ledger, null, address, start)).toBe(false)
    expect(await tokenAccepted(config, ledger, right, address, start)).toBe(true)
  })
})
