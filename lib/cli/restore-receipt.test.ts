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
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'thaw-receipt-'))
  ledger = await openLedger(join(directory, 'ledger.sqlite'))
})
afterEach(async () => {
  await ledger[Symbol.asyncDispose]()
  rmSync(directory, { recursive: true })
})

const start = async () =>
  (await startRestoreReceipt(
    { ledger: { path: join(directory, 'ledger.sqlite'), endpoint: 'http://one' } },
    { jobId: 'job', prefix: 'a/', directory: '/target' },
  ))!
const progress = { bytes: 0, items: 0, totalBytes: 10 }
const running = new AbortController().signal
const latest = async () => (await ledger.receipts.list({ limit: 1 }))[0]

describe('the receipt of a restore', () => {
  it('says what was written where', async () => {
    await using receipt = await start()
    expect(await latest()).toMatchObject({ kind: 'restore', actor: 'command line', subject: 'a/', state: 'running' })
    receipt.event({ kind: 'bytes', count: 10 }, progress)
    receipt.event({ kind: 'restored', name: 'a/b', type: 'file', bytes: 10 }, progress)
    await receipt.end(undefined, running)
    expect(await latest()).toMatchObject({
      state: 'verified',
      destination: '/target',
      sentBytes: 10,
      expectedBytes: 10,
      items: 1,
    })
  })

  it('names the first object that failed and counts the others', async () => {
    await using receipt = await start()
    for (const name of ['a/x', 'a/y']) receipt.event({ kind: 'failed', name, error: new Error('gone') }, progress)
    await receipt.end(new ExitError(exitCodes.failed, '2 items could not be restored.'), running)
    expect(await latest()).toMatchObject({
      state: 'failed',
      failedObject: 'a/x',
      reason: 'gone (and 1 more)',
      failedItems: 2,
    })
  })

  it('R03 of a restore that skipped items is incomplete, and one that stopped has failed, as the exit code says', async () => {
    for (const [error, state] of [
      [new ExitError(exitCodes.incomplete, '1 item refused. Each is named above.'), 'incomplete'],
      [new ExitError(exitCodes.failed, 'The job has no object of such a name.'), 'failed'],
    ] as const) {
      await using receipt = await start()
      await receipt.end(error, running)
      expect(await latest()).toMatchObject({ state, reason: error.message })
    }
  })

  it('was left where the person stopped it', async () => {
    await using receipt = await start()
    await receipt.end(new Error('Interrupted (SIGINT).'), AbortSignal.abort())
    expect(await latest()).toMatchObject({ state: 'left', reason: 'Interrupted (SIGINT).' })
  })

  it('is not kept for an endpoint that was named', async () => {
    expect(await startRestoreReceipt({}, { jobId: 'job', prefix: '', directory: '/' })).toBeUndefined()
  })
})
