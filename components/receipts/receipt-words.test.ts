import { describe, expect, it } from 'vitest'
import type { ReceiptView } from '#lib/downloads/receipts/receipt-view.ts'
import { amountOf, checksumOf, endOf, notHashed, paceOf, placeOf, shareOf, shortEndOf } from './receipt-words.ts'

const MiB = 1024 * 1024

function receipt(part: Partial<ReceiptView>): ReceiptView {
  return {
    id: 'id',
    kind: 'object',
    actor: 'session',
    jobId: 'job',
    subject: 'film.mkv',
    destination: null,
    planId: null,
    rangeStart: 0,
    expectedBytes: 100 * MiB,
    totalBytes: 100 * MiB,
    sentBytes: 25 * MiB,
    items: 0,
    failedItems: 0,
    state: 'running',
    checksum: 'SUMMARY',
    sha256: null,
    failedObject: null,
    failedChunk: null,
    failedOffset: null,
    reason: null,
    startedAt: 1_000,
    updatedAt: 6_000,
    finishedAt: null,
    now: 6_500,
    ...part,
  }
}

describe('a download that runs', () => {
  it('tells how far, how fast and how long still', () => {
    const running = receipt({})
    expect([amountOf(running), shareOf(running), paceOf(running)]).toEqual([
      '25.0 MiB of 100 MiB',
      0.25,
      '5.0 MiB/s, 15 s left',
    ])
    expect(paceOf(receipt({ expectedBytes: null }))).toBe('5.0 MiB/s')
    expect(paceOf(receipt({ sentBytes: 0 }))).toBe('begins')
  })

  it('promises nothing while nothing goes on', () => {
    expect(paceOf(receipt({ now: 18_000 }))).toBe('no bytes for 12 s')
  })

  it('has neither a checksum nor an end yet', () => {
    expect([checksumOf(receipt({ sha256: 'known' })), endOf(receipt({}))]).toEqual([undefined, []])
  })
})

describe('one that is verified', () => {
  it('is told by its SHA-256, or else by the object, or by why there is neither', () => {
    const verified = receipt({ state: 'verified', sentBytes: 100 * MiB })
    expect(checksumOf({ ...verified, sha256: 'q80=' })).toEqual({ text: 'abcd', what: 'SHA-256' })
    expect(checksumOf(verified)).toEqual({ text: 'SUMMARY', what: 'object checksum' })
    expect(checksumOf({ ...verified, checksum: null })).toBeUndefined()
    expect(notHashed({ ...verified, rangeStart: 5 })).toMatch(/^It was continued at 5 bytes, so nobody saw all/)
    expect(notHashed({ ...verified, expectedBytes: 5 })).toMatch(/^A part of it was asked for/)
    expect(notHashed({ ...verified, kind: 'restore' })).toMatch(/^A restore has no checksum of its own/)
  })
})

it('a restore that found things in place says how much it wrote, and not that anything is open', () => {
  const restored = receipt({ kind: 'restore', state: 'verified', sentBytes: 0, expectedBytes: 6 * MiB })
  expect(amountOf(restored)).toBe('6.0 MiB, 0 B of it written')
  expect(amountOf({ ...restored, sentBytes: 6 * MiB })).toBe('6.0 MiB')
})

describe('one that failed', () => {
  const broken = {
    state: 'failed',
    failedChunk: 1,
    failedOffset: 4 * MiB,
    reason: 'Chunk 1 (offset 4194304): Lost.',
  } as const

  it('says what broke it and what is intact', () => {
    expect(placeOf(receipt(broken))).toBe('Chunk 1 of film.mkv')
    expect(endOf(receipt(broken))).toEqual([
      'Chunk 1 of film.mkv, 4,194,304 bytes from its beginning, broke it.',
      'Lost.',
      'The 26,214,400 bytes before that were checked and are intact.',
    ])
    expect(endOf(receipt({ ...broken, failedChunk: 0, failedOffset: 0, sentBytes: 0 }))).toEqual([
      'Chunk 0 of film.mkv broke it.',
      'Lost.',
      'Nothing was handed over.',
    ])
    expect(shortEndOf(receipt(broken))).toEqual([
      'Chunk 1 of film.mkv could not be read and verified.',
      'The 26,214,400 bytes before that were checked and are intact.',
    ])
    const gone = receipt({ state: 'broken', sentBytes: 0 })
    expect(shortEndOf(gone)).toEqual(['What ran it ended before it did.', 'Nothing was handed over.'])
    const archive = receipt({ ...broken, kind: 'archive', failedObject: 'a/\u202eb', items: 1 })
    expect(endOf(archive)).toEqual([
      'Chunk 1 of a/\\u{202e}b, 4,194,304 bytes from its beginning, broke it.',
      'Lost.',
      '1 object was finished before that; every byte handed over was checked.',
    ])
  })
})
