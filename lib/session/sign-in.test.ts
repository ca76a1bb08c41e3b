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
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'thaw-session-'))
  ledger = openLedger(join(directory, 'ledger.sqlite'))
})
afterEach(() => {
  ledger[Symbol.dispose]()
  rmSync(directory, { recursive: true })
})

describe('a sign-in code', () => {
  it('stands in the link as it is', () => {
    expect(signInLink('http://127.0.0.1:3000', 'a-b_c')).toBe('http://127.0.0.1:3000/sign-in?code=a-b_c')
    expect(issueSignInCode(ledger, start)).toMatch(/^[\w-]{43}$/)
  })

  it('P14 is swapped for a session once', () => {
    const code = issueSignInCode(ledger, start)
    const first = redeemSignInCode(ledger, code, address, start)
    expect(first.ok && sessionFromCookie(ledger, first.cookieValue, start)).toEqual({ createdAt: start })
    expect(redeemSignInCode(ledger, code, address, start)).toEqual({ ok: false, reason: 'code' })
  })

  it('P14 works for ten minutes', () => {
    const [early, late] = [issueSignInCode(ledger, start), issueSignInCode(ledger, start)]
    expect(redeemSignInCode(ledger, early, address, start + 10 * minute - 1).ok).toBe(true)
    expect(redeemSignInCode(ledger, late, address, start + 10 * minute)).toEqual({ ok: false, reason: 'code' })
  })

  it('P15 cannot be guessed more than ten times a minute; then even a right one waits', () => {
    const code = issueSignInCode(ledger, start)
    for (let guess = 0; guess < 10; guess++)
      expect(redeemSignInCode(ledger, `guess ${guess}`, address, start + guess)).toEqual({ ok: false, reason: 'code' })
    expect(redeemSignInCode(ledger, code, address, start + 10)).toEqual({ ok: false, reason: 'guesses' })
    expect(redeemSignInCode(ledger, code, address, start + minute + 10).ok).toBe(true)
  })

  it('P15 counts guesses an address: one guesser does not lock the others out', () => {
    for (let guess = 0; guess < 10; guess++) redeemSignInCode(ledger, 'guess', address, start)
    expect(redeemSignInCode(ledger, 'guess', address, start)).toEqual({ ok: false, reason: 'guesses' })
    expect(redeemSignInCode(ledger, issueSignInCode(ledger, start), '192.0.2.2', start).ok).toBe(true)
  })
})

describe('the token of the settings', () => {
  const config = readConfig({ THAW_TOKEN: 'q0Vx7mJ2pLw9sTbR4nYc8dKf' })
  const right = 'Bearer q0Vx7mJ2pLw9sTbR4nYc8dKf'

  it('P15 cannot be guessed more than ten times a minute, which does not keep people from signing in', () => {
    expect(tokenAccepted(config, ledger, right, address, start)).toBe(true)
    for (let guess = 0; guess < 10; guess++)
      expect(tokenAccepted(config, ledger, `Bearer ${guess}`, address, start)).toBe(false)
    expect(tokenAccepted(config, ledger, right, address, start)).toBe(false)
    expect(redeemSignInCode(ledger, issueSignInCode(ledger, start), address, start).ok).toBe(true)
    expect(tokenAccepted(config, ledger, right, address, start + minute + 1)).toBe(true)
  })

  it('counts nothing against a client that sends none', () => {
    for (let time = 0; time < 11; time++) expect(tokenAccepted(config, ledger, null, address, start)).toBe(false)
    expect(tokenAccepted(config, ledger, right, address, start)).toBe(true)
  })
})
