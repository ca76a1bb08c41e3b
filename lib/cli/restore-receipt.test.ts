import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Ledger } from '../ledger/ledger.ts'
import { openLedger } from '../ledger/sqlite/open-ledger.ts'
import { ExitError, exitCodes } from './exit.ts'
import { startRestoreReceipt } from './restore-receipt.ts'

let directory: string
let ledger: Ledger
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'thaw-receipt-'))
  ledger = openLedger(join(directory, 'ledger.sqlite'))
})
afterEach(() => {
  ledger[Symbol.dispose]()
  rmSync(directory, { recursive: true })
})

const start = () =>
  startRestoreReceipt(
    { ledger: { path: join(directory, 'ledger.sqlite'), endpoint: 'http://one' } },
    { jobId: 'job', prefix: 'a/', directory: '/target' },
  )!
const progress = { bytes: 0, items: 0, totalBytes: 10 }
const running = new AbortController().signal
const latest = () => ledger.receipts.list({ limit: 1 })[0]

describe('the receipt of a restore', () => {
  it('says what was written where', () => {
    using receipt = start()
    expect(latest()).toMatchObject({ kind: 'restore', actor: 'command line', subject: 'a/', state: 'running' })
    receipt.event({ kind: 'bytes', count: 10 }, progress)
    receipt.event({ kind: 'restored', name: 'a/b', type: 'file', bytes: 10 }, progress)
    receipt.end(undefined, running)
    expect(latest()).toMatchObject({
      state: 'verified',
      destination: '/target',
      sentBytes: 10,
      expectedBytes: 10,
      items: 1,
      pid: process.pid,
    })
  })

  it('names the first object that failed and counts the others', () => {
    using receipt = start()
    for (const name of ['a/x', 'a/y']) receipt.event({ kind: 'failed', name, error: new Error('gone') }, progress)
    receipt.end(new ExitError(exitCodes.failed, '2 items could not be restored.'), running)
    expect(latest()).toMatchObject({
      state: 'failed',
      failedObject: 'a/x',
      reason: 'gone (and 1 more)',
      failedItems: 2,
    })
  })

  it('R03 of a restore that skipped items is incomplete, and one that stopped has failed, as the exit code says', () => {
    for (const [error, state] of [
      [new ExitError(exitCodes.incomplete, '1 item refused. Each is named above.'), 'incomplete'],
      [new ExitError(exitCodes.failed, 'The job has no object of such a name.'), 'failed'],
    ] as const) {
      using receipt = start()
      receipt.end(error, running)
      expect(latest()).toMatchObject({ state, reason: error.message })
    }
  })

  it('was left where the person stopped it', () => {
    using receipt = start()
    receipt.end(new Error('Interrupted (SIGINT).'), AbortSignal.abort())
    expect(latest()).toMatchObject({ state: 'left', reason: 'Interrupted (SIGINT).' })
  })

  it('is not kept for an endpoint that was named', () => {
    expect(startRestoreReceipt({}, { jobId: 'job', prefix: '', directory: '/' })).toBeUndefined()
  })
})
