import type { PlotMark, PlotPoint } from './plot.ts'
import styles from './size-plot.module.css'

const shapes: Record<PlotMark, { d: string; word: string }> = {
  damaged: { d: 'M0 -5 5 4H-5Z', word: 'Damaged' },
  failed: { d: 'M-4 -4 4 4M4 -4 -4 4', word: 'Failed' },
  ended: { d: 'M0 -4V4', word: 'Given up or expired' },
  running: { d: 'M0 -4 4 0 0 4 -4 0Z', word: 'Running' },
}

/** A state that is not good: a shape of its own, colour is never alone. */
export function PlotMarkShape({ mark, x, y }: { mark: PlotMark; x: string | number; y: number }) {
  return (
    <svg aria-hidden overflow="visible" x={x} y={y}>
      <path className={styles.mark} d={shapes[mark].d} data-mark={mark} />
    </svg>
  )
}

/** What the marks that are there mean. */
export function PlotLegend({ points }: { points: PlotPoint[] }) {
  const present = (Object.keys(shapes) as PlotMark[]).filter((mark) => points.some((point) => point.mark === mark))
  return (
    <span className={styles.legend}>
      {present.map((mark) => (
        <span className={styles.key} key={mark}>
          <svg aria-hidden height="12" viewBox="-6 -6 12 12" width="12">
            <path className={styles.mark} d={shapes[mark].d} data-mark={mark} />
          </svg>
          {shapes[mark].word}
        </span>
      ))}
    </span>
  )
}
