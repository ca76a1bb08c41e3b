import { describe, expect, it } from 'vitest'
import type { JobRow } from './job-row.ts'
import { niceTop, plotOf, sizeLine } from './plot.ts'

const GiB = 2 ** 30
const job = (created: number | undefined, rest: Partial<JobRow> = {}): JobRow => ({
  id: String(created),
  state: 'COMPLETED',
  resource: 'r',
  created,
  size: GiB,
  newBytes: 0,
  ...rest,
})

describe('the plot of sizes', () => {
  it('stands in time, oldest first, and gives each job its stretch of the width without gap or overlap', () => {
    const { points } = plotOf([job(400), job(0), job(undefined), job(100)])
    expect(points.map(({ job: { id }, x }) => [id, x])).toEqual([
      ['0', 1.5],
      ['100', 25.75],
      ['400', 98.5],
    ])
    expect(points[0]?.left).toBe(0)
    for (const [i, { left, width }] of points.entries()) expect(left + width).toBeCloseTo(points[i + 1]?.left ?? 100, 9)
  })

  it('marks what is not good, and draws its line through good backups only', () => {
    const { points } = plotOf([
      job(0),
      job(1, { state: 'FAILED' }),
      job(2, { state: 'ABORTED' }),
      job(3, { damaged: true, size: GiB / 2 }),
      job(4, { state: 'RUNNING' }),
    ])
    expect(points.map(({ mark }) => mark)).toEqual([undefined, 'failed', 'ended', 'damaged', 'running'])
    expect(sizeLine(points)).toBe('M15 0L742.5 500')
  })

  it('has one job in the middle, and no scale of nothing', () => {
    expect(plotOf([job(7, { size: 0 })]).points[0]).toMatchObject({ x: 50, left: 0, width: 100, size: 0 })
    expect(plotOf([])).toEqual({ points: [], sizeTop: 1, freshTop: 1 })
  })

  it('ends its scales on round figures', () => {
    expect([0, 1, 7, 1023, 1024, 1.2 * GiB, 513 * GiB].map(niceTop)).toEqual([
      1,
      1,
      8,
      1024,
      1024,
      1.5 * GiB,
      600 * GiB,
    ])
  })
})
