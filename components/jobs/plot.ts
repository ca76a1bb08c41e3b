import { isComplete } from '#lib/jobs/verdict.ts'
import type { JobRow } from './job-row.ts'

/** What a mark under the plot stands for. */
export type PlotMark = 'damaged' | 'failed' | 'ended' | 'running'

/** A job's place in the plot. `x` and `right` are per cent of its width, `size` and `fresh` parts of their scales. */
export interface PlotPoint {
  job: JobRow
  x: number
  /** Where the job's own stretch of the width begins and how wide it is: what a pointer has to meet. */
  left: number
  width: number
  size: number | undefined
  fresh: number | undefined
  mark: PlotMark | undefined
}

export interface Plot {
  /** Oldest first. */
  points: PlotPoint[]
  /** Bytes at the top of either scale. */
  sizeTop: number
  freshTop: number
}

const margin = 1.5

/** Lays out jobs by the time they began; those without a time are left out. */
export function plotOf(jobs: JobRow[]): Plot {
  const dated = jobs
    .flatMap((job) => (job.created === undefined ? [] : [{ job, at: job.created }]))
    .sort((a, b) => a.at - b.at)
  const from = dated[0]?.at ?? 0
  const span = (dated.at(-1)?.at ?? 0) - from
  const places = dated.map(({ at }) => (span === 0 ? 50 : margin + ((at - from) / span) * (100 - 2 * margin)))
  const sizeTop = niceTop(Math.max(0, ...dated.map(({ job }) => job.size ?? 0)))
  const freshTop = niceTop(Math.max(0, ...dated.map(({ job }) => job.newBytes ?? 0)))
  const points = dated.map(({ job }, i) => {
    const x = places[i] ?? 50
    const left = i === 0 ? 0 : ((places[i - 1] ?? x) + x) / 2
    const right = i === places.length - 1 ? 100 : (x + (places[i + 1] ?? x)) / 2
    return {
      job,
      x,
      left,
      width: right - left,
      size: job.size === undefined ? undefined : job.size / sizeTop,
      fresh: job.newBytes === undefined ? undefined : job.newBytes / freshTop,
      mark: markOf(job),
    }
  })
  return { points, sizeTop, freshTop }
}

/** The line through the sizes of good backups, in a box of 1000 by 1000 whose top is the scale's. */
export function sizeLine(points: PlotPoint[]): string {
  return points
    .filter(({ job, size }) => isComplete(job.state) && size !== undefined)
    .map(({ x, size = 0 }, i) => `${i === 0 ? 'M' : 'L'}${round(x * 10)} ${round((1 - size) * 1000)}`)
    .join('')
}

const steps = [1, 10, 100].flatMap((ten) => [1, 1.5, 2, 3, 4, 5, 6, 8].map((step) => step * ten))

/** A round figure in IEC units that is not below the bytes; never 0. */
export function niceTop(bytes: number): number {
  let unit = 1
  while (bytes / unit >= 1024) unit *= 1024
  const value = bytes / unit
  const step = steps.find((candidate) => candidate >= value) ?? 1024
  return step * unit
}

function markOf({ state, damaged }: JobRow): PlotMark | undefined {
  if (damaged) return 'damaged'
  if (state === 'FAILED') return 'failed'
  if (isComplete(state)) return undefined
  return state === 'RUNNING' || state === 'CREATED' || state === 'PENDING' ? 'running' : 'ended'
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
