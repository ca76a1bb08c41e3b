import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Ledger } from './ledger.ts'
import { openLedger } from './sqlite/open-ledger.ts'

let directory: string
let ledger: Ledger
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'thaw-ledger-'))
  ledger = openLedger(join(directory, 'ledger.sqlite'))
})
afterEach(() => {
  ledger[Symbol.dispose]()
  rmSync(directory, { recursive: true })
})

const endpoint = 'http://one'
const sum = (letter: string) => Buffer.alloc(32, letter).toString('base64')
const read = (jobId: string, letters: string, at: number, bytes = 10) =>
  ledger.verification.recordVerified({
    endpoint,
    jobId,
    contents: Array.from(letters, (letter) => ({ checksum: sum(letter), bytes })),
    at,
  })
const coverage = (jobId: string) => ledger.verification.coverage(endpoint, [jobId])[0]

describe('coverage', () => {
  it('counts a content of a job once, however often it is read', () => {
    read('a', 'xy', 5)
    read('a', 'yz', 7)
    read('b', 'x', 9)
    expect(coverage('a')).toEqual({
      jobId: 'a',
      objects: 3,
      bytes: 30,
      totalObjects: null,
      totalBytes: null,
      oldestAt: 5,
      newestAt: 7,
      countedAt: null,
    })
    expect(ledger.verification.coverage(endpoint, ['none', 'b'])).toMatchObject([{ jobId: 'b', objects: 1, bytes: 10 }])
    expect(ledger.verification.coverage('http://other', ['a'])).toEqual([])
  })

  it('starts again from the count of the whole job, and never says more than there is', () => {
    read('a', 'xy', 5)
    const whole = { jobId: 'a', objects: 4, bytes: 40, totalObjects: 5, totalBytes: 50, oldestAt: 5, newestAt: 20 }
    ledger.verification.setCoverage(endpoint, { ...whole, countedAt: 20 })
    read('a', 'x', 30)
    expect(coverage('a')).toEqual({ ...whole, newestAt: 30, countedAt: 20 })
    read('a', 'n', 31) // was damaged, is healed
    expect(coverage('a')).toMatchObject({ objects: 5, bytes: 50 })
    read('a', 'm', 32)
    expect(coverage('a')).toMatchObject({ objects: 5, bytes: 50, newestAt: 32 })
  })

  it('knows when a content was last verified, until it is found damaged', () => {
    read('a', 'xy', 5)
    read('b', 'x', 3)
    expect(ledger.verification.verifiedAt(endpoint, [sum('x'), sum('q')])).toEqual([5, undefined])
    ledger.verification.forgetContent(endpoint, sum('x'))
    expect(ledger.verification.verifiedAt(endpoint, [sum('x'), sum('y')])).toEqual([undefined, 5])
  })
})
