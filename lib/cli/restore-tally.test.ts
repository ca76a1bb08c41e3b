import { describe, expect, it } from 'vitest'
import type { Look } from '../restore/files/looks.ts'
import type { RestoreEvent } from '../restore/files/restore-files.ts'
import { RestoreTally, restoreSentence } from './restore-tally.ts'

const restored = (type: 'file' | 'dir' | 'symlink', bytes = 0): RestoreEvent => ({
  kind: 'restored',
  name: 'x',
  type,
  bytes,
})
const unchanged = (type: 'file' | 'dir' | 'symlink'): RestoreEvent => ({ kind: 'unchanged', name: 'x', type })
const differs = (type: 'file' | 'dir' | 'symlink', what: Look): RestoreEvent => ({
  kind: 'differs',
  name: 'x',
  type,
  what,
})
const missed = (what: Look): RestoreEvent => ({ kind: 'missed', name: 'x', what })
const kept: RestoreEvent = { kind: 'kept', name: 'x', because: { is: 'taken' } }
const unread: RestoreEvent = { kind: 'kept', name: 'x', because: { is: 'unread' } }
const refused: RestoreEvent = { kind: 'refused', name: 'x', reason: 'it is empty' }
const failed: RestoreEvent = { kind: 'failed', name: 'x', error: new Error('Chunk 1 is damaged') }
const unremoved: RestoreEvent = { kind: 'unremoved', name: 'x', error: new Error('busy') }

function tallyOf(...events: RestoreEvent[]): RestoreTally {
  const tally = new RestoreTally()
  for (const event of events) tally.heed(event)
  return tally
}

describe('the last line of a restore', () => {
  it('says verified of files alone, and of the bytes of those that were written whole', () => {
    const half: RestoreEvent = { kind: 'bytes', count: 1_000_000 }
    const tally = tallyOf(restored('file', 5), half, failed, restored('dir'), restored('symlink'))
    expect(tally.lastLine('2 s')).toBe('1 file (5 B) restored and verified, 1 folder and 1 symlink made in 2 s.')
  })

  it('says apart what was there already', () => {
    const tally = tallyOf(unchanged('file'), unchanged('file'), unchanged('dir'), unchanged('symlink'))
    expect(tally.lastLine('2 s')).toBe(
      '0 files (0 B) restored and verified in 2 s; 2 files already there and verified; 1 folder and 1 symlink already there.',
    )
  })

  it('says that a folder which was there has a time of its own, and nobody has to look', () => {
    const tally = tallyOf(unchanged('dir'), unchanged('dir'), differs('dir', 'time'))
    expect(tally.lastLine('2 s')).toMatch(/; 2 folders already there \(1 folder with another time\)\.$/)
    expect(tally.shortfall()).toBeUndefined()
  })

  it('counts what is extra only as far as it is known', () => {
    const extra: RestoreEvent = { kind: 'extra', name: 'y' }
    const line = (known: 'all' | 'some' | 'none') => tallyOf(extra, { kind: 'extras', known }).lastLine('2 s')
    expect(line('all')).toContain('; 1 item in the folder is not in the job: y (--delete deletes that).')
    expect(line('some')).toContain('; at least 1 item in the folder')
    const stays = tallyOf(extra, { kind: 'extras', known: 'all' }, unremoved).lastLine('2 s')
    expect(stays).toMatch(/; 1 item in the folder is not in the job: y\.$/)
    expect(line('none')).toBe('0 files (0 B) restored and verified in 2 s.')
  })
})

it('what items came back without is counted, and what nobody looked at is told apart', () => {
  const missed = (what: 'system' | 'unasked' | 'partial'): RestoreEvent => ({ kind: 'missed', name: 'x', what })
  const said = (...events: RestoreEvent[]) => tallyOf(restored('file'), ...events).shortfall()
  expect(said(missed('unasked'))).toMatchObject({
    exitCode: 3,
    message: expect.stringMatching(/^Nobody looked at attributes and ACLs when .* 1 item here had some/),
  })
  expect(said(missed('partial'), missed('system'), missed('system'), missed('unasked'))?.message).toMatch(
    /^Restored, but without attributes that could not be backed up of 1 item, attributes of the system .* of 2 items\. .*Nobody/,
  )
})

describe('the exit code of a restore', () => {
  it.each([
    [[restored('file'), unchanged('dir')], undefined, undefined],
    [[restored('file'), kept], 3, '1 item not restored, since something else is there. Each is named above.'],
    [[unread], 3, '1 item not compared with what is there, which cannot be read. Each is named above.'],
    [[refused], 3, '1 item refused. Each is named above.'],
    [[restored('file'), failed, kept], 1, /^1 item could not be restored; 1 item not restored, /],
    [
      [unchanged('file'), unchanged('dir'), differs('file', 'time'), differs('dir', 'mode'), differs('file', 'mode')],
      3,
      'Left as it was there, other than in the job: the exact time of 1 item, the mode of 2 items (--overwrite gives what the job has).',
    ],
    [[unchanged('file'), missed('time')], 3, 'Restored, but without the exact time of 1 item.'],
    [[kept, missed('acl'), differs('symlink', 'time')], 3, /named above\. Restored, but .* Left as it was there, /],
    [[restored('file'), unremoved], 1, '1 item could not be deleted. Each is named above.'],
  ] as [RestoreEvent[], number | undefined, string | RegExp | undefined][])(
    'after %j is %j',
    (events, code, message) => {
      const shortfall = tallyOf(...events).shortfall()
      expect(shortfall?.exitCode).toBe(code)
      if (message !== undefined) expect(shortfall?.message).toMatch(message)
    },
  )
})

it('each item that is not as it was in the backup has a line of its own', () => {
  expect([kept, refused, failed, unremoved].map(restoreSentence)).toEqual([
    'Kept x: something else is already there (--overwrite replaces it).',
    'Refused x: it is empty.',
    'Failed x: Chunk 1 is damaged.',
    'Not deleted x: busy.',
  ])
  expect(restoreSentence(restored('file'))).toBeUndefined()
})
