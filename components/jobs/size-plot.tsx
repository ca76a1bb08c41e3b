'use client'

import { type KeyboardEvent, type MouseEvent, useRef, useState } from 'react'
import { verdictOf } from '#lib/jobs/verdict.ts'
import { objectsHref } from '#lib/search-params/objects.ts'
import { exactBytes, formatBytes } from '../format/size.ts'
import { formatExact } from '../format/time.ts'
import { Time } from '../time/times.tsx'
import { AppLink } from '../ui/app-link.tsx'
import type { JobRow } from './job-row.ts'
import { jobWords } from './job-words.ts'
import { type PlotMark, type PlotPoint, plotOf, sizeLine } from './plot.ts'
import { PlotLegend, PlotMarkShape } from './plot-marks.tsx'
import { PlotReadout } from './plot-readout.tsx'

interface Props {
  /** Of one resource, in any order. */
  jobs: JobRow[]
}

/** Heights of the picture's parts, in pixels from its top. */
const sizes = { top: 8, height: 80 }
const fresh = { top: 104, height: 44 }
const marks = 162
const height = 172

const scale = 'absolute left-0 flex w-16 flex-col text-muted text-sm leading-4'
const scalePhone = 'max-sm:pointer-events-none max-sm:w-auto max-sm:flex-row max-sm:gap-1.5 max-sm:bg-bg max-sm:px-1'

const dots: Record<PlotMark, string> = {
  damaged: 'fill-danger stroke-danger',
  failed: 'fill-bg stroke-faint',
  ended: 'fill-bg stroke-faint',
  running: 'fill-bg stroke-accent',
}

/** The job in hand: these win over what a mark says. */
const dotInHand = 'pointer-events-none group-data-active/job:stroke-4 group-data-active/job:stroke-accent'
const guide = 'pointer-events-none invisible stroke-faint group-data-chosen/picture:group-data-active/job:visible'
const focused =
  'group-focus-visible/job:fill-accent-soft group-focus-visible/job:stroke-2 group-focus-visible/job:stroke-accent'

/**
 * Sizes and new bytes of a resource's jobs over time. Every job is a link, so that pointer, keyboard and screen reader
 * meet the same thing; the arrow keys go from one to the next.
 */
export function SizePlot({ jobs }: Props) {
  const { points, sizeTop, freshTop } = plotOf(jobs)
  const picture = useRef<SVGSVGElement>(null)
  const newest = points.length - 1
  const [chosen, choose] = useState<number>()
  const shown = Math.min(chosen ?? newest, newest)

  function onKeyDown(event: KeyboardEvent) {
    const targets: Record<string, number> = { ArrowLeft: shown - 1, ArrowRight: shown + 1, Home: 0, End: newest }
    const target = targets[event.key]
    if (target === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    picture.current?.querySelector<SVGElement>(`[data-job="${Math.min(Math.max(target, 0), newest)}"]`)?.focus()
  }

  const point = points[shown]
  if (!point) return null
  return (
    <>
      <PlotReadout point={point} />
      <div
        className="group/picture relative pl-18 max-sm:pt-1 max-sm:pl-0"
        data-chosen={chosen !== undefined || undefined}
      >
        <Scale label="Size" place="top-0 max-sm:-top-1" top={sizeTop} />
        <Scale label="New" place="top-24 max-sm:top-23" top={freshTop} />
        {/* biome-ignore lint/a11y/useSemanticElements: a picture cannot be a fieldset */}
        <svg
          aria-label="Jobs over time; arrow keys go from one to the next"
          className="block overflow-visible"
          height={height}
          onKeyDown={onKeyDown}
          onPointerLeave={() => choose(undefined)}
          ref={picture}
          role="group"
          width="100%"
        >
          <Grid at={sizes} />
          <Grid at={fresh} />
          <svg aria-hidden height={sizes.height} preserveAspectRatio="none" viewBox="0 0 1000 1000" y={sizes.top}>
            <path
              className="fill-none stroke-[1.5] stroke-accent"
              d={sizeLine(points)}
              strokeLinejoin="round"
              vectorEffect="non-scaling-stroke"
            />
          </svg>
          {points.map((at, i) => (
            <Job active={i === shown} choose={() => choose(i)} index={i} key={at.job.id} point={at} />
          ))}
        </svg>
      </div>
      <p className="flex flex-wrap justify-between gap-x-4 gap-y-0.5 pl-18 text-muted text-sm max-sm:pl-0">
        <span>
          <Time at={points[0]?.job.created ?? 0} />
        </span>
        <PlotLegend points={points} />
        <span>
          <Time at={points[newest]?.job.created ?? 0} />
        </span>
      </p>
    </>
  )
}

interface JobProps {
  point: PlotPoint
  index: number
  active: boolean
  choose: () => void
}

function Job({ point, index, active, choose }: JobProps) {
  const { job, x, left, width, size, fresh: part, mark } = point
  const place = `${x}%`

  // A finger first asks for the value; the second touch opens. It brings the focus along before it clicks.
  const reading = useRef(false)

  function onClick(event: MouseEvent) {
    if (reading.current) event.preventDefault()
    reading.current = false
  }

  return (
    <AppLink
      aria-label={spoken(job)}
      className="group/job outline-none"
      data-active={active || undefined}
      data-job={index}
      href={objectsHref(job.id)}
      onClick={onClick}
      onFocus={choose}
      onPointerDown={({ pointerType }) => {
        reading.current = pointerType === 'touch' && !active
      }}
      onPointerMove={({ pointerType }) => pointerType === 'mouse' && choose()}
      tabIndex={active ? 0 : -1}
    >
      <rect className={`fill-transparent ${focused}`} height={height} width={`${width}%`} x={`${left}%`} y={0} />
      <line
        className={guide}
        strokeDasharray="2 2"
        x1={place}
        x2={place}
        y1={sizes.top}
        y2={fresh.top + fresh.height}
      />
      {part !== undefined && part > 0 && (
        <line
          className={`pointer-events-none group-data-active/job:stroke-accent ${mark ? 'stroke-faint' : 'stroke-3 stroke-muted'}`}
          x1={place}
          x2={place}
          y1={fresh.top + fresh.height}
          y2={fresh.top + fresh.height * (1 - part)}
        />
      )}
      {size !== undefined && (
        <circle
          className={`${dotInHand} ${mark ? dots[mark] : 'fill-accent'}`}
          cx={place}
          cy={sizes.top + sizes.height * (1 - size)}
          r={2.5}
        />
      )}
      {mark && <PlotMarkShape mark={mark} x={place} y={marks} />}
    </AppLink>
  )
}

/** What a job says of itself where it is heard and not seen. */
function spoken(job: JobRow): string {
  const bytes = (count: number | undefined) => (count === undefined ? 'unknown' : formatBytes(count))
  const at = job.created === undefined ? '' : formatExact(job.created, 'UTC')
  const worth = jobWords({ ...job, verdict: verdictOf(job) })
  const state = job.state === 'COMPLETED' ? `Completed, ${worth}` : worth
  return `${at}, ${state}, size ${bytes(job.size)}, new ${bytes(job.newBytes)}`
}

type Band = typeof sizes

function Grid({ at: { top, height: tall } }: { at: Band }) {
  return [top, top + tall / 2, top + tall].map((y) => (
    <line aria-hidden className="stroke-border" key={y} shapeRendering="crispEdges" x1="0" x2="100%" y1={y} y2={y} />
  ))
}

function Scale({ label, place, top }: { label: string; place: string; top: number }) {
  return (
    <p className={`${scale} ${scalePhone} ${place}`}>
      <span className="font-medium text-fg">{label}</span>
      <span className="tabular-nums" title={exactBytes(top)}>
        {formatBytes(top).replace('.0', '')}
      </span>
    </p>
  )
}
