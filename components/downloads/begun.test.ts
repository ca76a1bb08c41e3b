import { describe, expect, it } from 'vitest'
import type { ReceiptView } from '#lib/downloads/receipts/receipt-view.ts'
import { begunFrom, settled } from './begun.ts'

const record = (part: Partial<ReceiptView>) =>
  ({
    kind: 'object',
    jobId: 'j',
    subject: 'a b',
    planId: null,
    startedAt: 1_000,
    state: 'failed',
    ...part,
  }) as ReceiptView
const object = { jobId: 'j', name: 'a b', at: 1_500 }
const archive = { jobId: 'j', planId: 'p', at: 1_500 }

describe('a download begun here', () => {
  it('is known by its address, whatever the names in it', () => {
    expect(begunFrom('http://t/download/j%2Fk/object?name=a%2Fb%3F&checksum=x', 7)).toEqual({
      jobId: 'j/k',
      name: 'a/b?',
      at: 7,
    })
    expect(begunFrom('http://t/download/j/archive/0a-1b.tar', 7)).toEqual({ jobId: 'j', planId: '0a-1b', at: 7 })
    for (const other of ['/jobs/j', '/download/j/metadata?name=a', '/download/j/object', '/download/j/archive'])
      expect(begunFrom(`http://t${other}`, 7)).toBeUndefined()
  })

  it('is told once it broke off, and only it', () => {
    const broken = record({})
    expect(settled([object], [broken], 2_000)).toEqual([{ ...object, broken }])
    expect(settled([archive], [record({ kind: 'archive', planId: 'p' })], 2_000)[0]?.broken?.planId).toBe('p')
    expect(settled([object], [record({ startedAt: -600 })], 2_000)).toEqual([object])
    expect(settled([object], [record({ jobId: 'k' })], 2_000)).toEqual([object])
    expect(settled([archive], [record({})], 2_000)).toEqual([archive])
  })

  it('is waited for while it runs, and forgotten when it ended well, was left, or never came', () => {
    expect(settled([object], [record({ state: 'running' })], 1e9)).toEqual([object])
    expect(settled([object], [record({ state: 'verified' })], 2_000)).toEqual([])
    expect(settled([object], [record({ state: 'left' })], 2_000)).toEqual([])
    expect(settled([object], [], 1e9)).toEqual([])
  })

  it('is judged by its last record: one that was gone on with has not broken off', () => {
    expect(settled([object], [record({}), record({ startedAt: 1_800, state: 'running' })], 2_000)).toEqual([object])
  })
})
