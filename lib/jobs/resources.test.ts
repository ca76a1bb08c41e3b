import { describe, expect, it } from 'vitest'
import { needsAttention, type ResourceJob, resourceRows, resourceVerdict } from './resources.ts'

const job = (arn: string, state: string, created: number, vault = 'Default'): ResourceJob => ({
  arn,
  resource: arn,
  state,
  created,
  vault,
})

describe('resourceRows', () => {
  it('finds the newest good backup and what happened since, in any order of jobs', () => {
    const rows = resourceRows([
      job('a', 'COMPLETED', 1),
      job('a', 'FAILED', 3),
      job('a', 'ISSUES', 2),
      job('a', 'RUNNING', 4),
      job('b', 'FAILED', 1),
      job('b', 'COMPLETED', 2),
      job('c', 'ABORTED', 1),
      job('d', 'RUNNING', 1),
    ])
    expect(
      rows.map((row) => [row.resource, resourceVerdict(row), row.good?.created, row.failed?.created, row.jobs]),
    ).toEqual([
      ['a', 'failed-since', 2, 3, 4],
      ['c', 'never', undefined, 1, 1],
      ['b', 'protected', 2, undefined, 2],
      ['d', 'first-running', undefined, undefined, 1],
    ])
  })

  it('does not call a backup good that is known to be damaged', () => {
    const damaged = { damaged: true }
    const rows = resourceRows([
      job('a', 'FAILED', 5),
      { ...job('a', 'COMPLETED', 4), ...damaged },
      job('a', 'FAILED', 3),
      { ...job('a', 'COMPLETED', 2), ...damaged },
      job('a', 'COMPLETED', 1),
      { ...job('b', 'COMPLETED', 1), ...damaged },
      job('c', 'COMPLETED', 2),
      { ...job('c', 'COMPLETED', 1), ...damaged },
    ])
    expect(
      rows.map((row) => [resourceVerdict(row), row.damaged?.created, row.good?.created, row.failed?.created]),
    ).toEqual([
      ['damaged', 4, 1, 5],
      ['damaged', 1, undefined, undefined],
      ['protected', undefined, 2, undefined],
    ])
    expect(rows.map(needsAttention)).toEqual([true, true, false])
  })

  it('does not rely on a backup whose warning nobody has looked at', () => {
    const shrunk = { ...job('a', 'COMPLETED', 3), warning: 'shrunk: 3 of 40,000 left' }
    const before = job('a', 'COMPLETED', 2)
    const [row] = resourceRows([before, shrunk])
    expect(row && [resourceVerdict(row), row.unconfirmed, row.good]).toEqual(['unconfirmed', shrunk, before])
    const [confirmed] = resourceRows([before, { ...shrunk, warningConfirmedAt: 4 }])
    expect(confirmed && [resourceVerdict(confirmed), confirmed.good?.created]).toEqual(['protected', 3])
  })

  it('tells a job that somebody stopped from one that failed', () => {
    const stopped = { ...job('a', 'ABORTED', 2), abortCause: 'stopped' }
    const rows = resourceRows([
      job('a', 'COMPLETED', 1),
      stopped,
      { ...stopped, arn: 'b', resource: 'b' },
      job('c', 'COMPLETED', 1),
      job('c', 'ABORTED', 2),
    ])
    expect(rows.map((row) => [row.resource, resourceVerdict(row), needsAttention(row)])).toEqual([
      ['c', 'failed-since', true],
      ['b', 'never', true],
      ['a', 'stopped-since', false],
    ])
  })

  it('keeps vaults apart and never alarms about the sample', () => {
    const rows = resourceRows([job('a', 'FAILED', 1, 'Sample'), job('a', 'COMPLETED', 1)])
    expect(rows).toHaveLength(2)
    expect(rows.some(needsAttention)).toBe(false)
    expect(rows.at(-1)?.vault).toBe('Sample')
  })
})
