import type { PlotMark, PlotPoint } from './plot.ts'

const shapes: Record<PlotMark, { d: string; look: string; word: string }> = {
  damaged: { d: 'M0 -5 5 4H-5Z', look: 'fill-danger', word: 'Damaged' },
  failed: { d: 'M-4 -4 4 4M4 -4 -4 4', look: 'stroke-danger stroke-[1.75]', word: 'Failed' },
  ended: { d: 'M0 -4V4', look: 'stroke-warn stroke-[1.75]', word: 'Given up or expired' },
  running: { d: 'M0 -4 4 0 0 4 -4 0Z', look: 'fill-accent', word: 'Running' },
}

/** A state that is not good: a shape of its own, colour is never alone. */
export function PlotMarkShape({ mark, x, y }: { mark: PlotMark; x: string | number; y: number }) {
  return (
    <svg aria-hidden className="pointer-events-none" overflow="visible" x={x} y={y}>
      <path className={shapes[mark].look} d={shapes[mark].d} fill="none" />
    </svg>
  )
}

/** What the marks that are there mean. */
export function PlotLegend({ points }: { points: PlotPoint[] }) {
  const present = (Object.keys(shapes) as PlotMark[]).filter((mark) => points.some((point) => point.mark === mark))
  return (
    <span className="inline-flex flex-wrap justify-center gap-x-4 max-sm:order-1 max-sm:grow max-sm:basis-full max-sm:justify-start">
      {present.map((mark) => (
        <span className="inline-flex items-center gap-1.5" key={mark}>
          <svg aria-hidden height="12" viewBox="-6 -6 12 12" width="12">
            <path className={shapes[mark].look} d={shapes[mark].d} fill="none" />
          </svg>
          {shapes[mark].word}
        </span>
      ))}
    </span>
  )
}
