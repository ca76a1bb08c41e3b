'use client'

import { type PointerEvent, type ReactNode, useEffect, useRef } from 'react'
import styles from './row-window.module.css'

interface Props {
  /** How many rows there are, of which `shown` are in view from `top` on. */
  count: number
  shown: number
  top: number
  rowHeight: number
  setTop: (top: number) => void
  children: ReactNode
}

/** A wheel that turns this soon after the page moved is still moving the page. In milliseconds. */
const pageGesture = 200

/**
 * A box with a few of very many rows in view, exact at any size: browsers lay nothing out beyond some ten million
 * pixels, so nothing scrolls here. Wheel, finger and the bar at the side choose the first row in view.
 */
export function RowWindow({ count, shown, top, rowHeight, setTop, children }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const most = Math.max(0, count - shown)
  const go = useRef({ top, most, setTop })
  go.current = { top, most, setTop }

  useEffect(() => {
    const element = box.current!
    let pageMoved = 0
    let rest = 0
    let finger: number | undefined
    const move = (pixels: number): boolean => {
      const { top, most, setTop } = go.current
      rest += pixels
      const rows = Math.trunc(rest / rowHeight)
      rest -= rows * rowHeight
      const next = Math.max(0, Math.min(most, top + rows))
      if (next !== top) setTop(next)
      return pixels < 0 ? top > 0 : top < most
    }
    const onScroll = () => {
      pageMoved = performance.now()
    }
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey || event.deltaY === 0 || performance.now() - pageMoved < pageGesture) return
      if (move(event.deltaY * [1, rowHeight, rowHeight * 20][event.deltaMode]!)) event.preventDefault()
    }
    const onTouch = (event: TouchEvent) => {
      const y = event.touches[0]?.clientY
      const before = finger
      finger = event.type === 'touchend' ? undefined : y
      if (event.type !== 'touchmove' || before === undefined || y === undefined) return
      if (move(before - y)) event.preventDefault()
    }
    window.addEventListener('scroll', onScroll, { passive: true })
    element.addEventListener('wheel', onWheel, { passive: false })
    for (const type of ['touchstart', 'touchmove', 'touchend'] as const)
      element.addEventListener(type, onTouch, { passive: false })
    return () => {
      window.removeEventListener('scroll', onScroll)
      element.removeEventListener('wheel', onWheel)
      for (const type of ['touchstart', 'touchmove', 'touchend'] as const) element.removeEventListener(type, onTouch)
    }
  }, [rowHeight])

  return (
    <div className={styles.box} ref={box}>
      <div className={styles.rows}>{children}</div>
      {most > 0 && <Bar most={most} setTop={setTop} share={shown / count} top={top} />}
    </div>
  )
}

const leastThumb = 0.08

/** Says where one is and goes elsewhere by the mouse; the keyboard has its own ways. */
function Bar({
  top,
  most,
  share,
  setTop,
}: {
  top: number
  most: number
  share: number
  setTop: (top: number) => void
}) {
  const thumb = Math.max(leastThumb, share)
  function drag({ currentTarget, clientY, buttons }: PointerEvent<HTMLDivElement>) {
    if (buttons !== 1) return
    const { top: edge, height } = currentTarget.getBoundingClientRect()
    const at = ((clientY - edge) / height - thumb / 2) / (1 - thumb)
    setTop(Math.round(Math.max(0, Math.min(1, at)) * most))
  }
  return (
    <div
      aria-hidden
      className={styles.bar}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        drag(event)
      }}
      onPointerMove={drag}
    >
      <span style={{ height: `${thumb * 100}%`, top: `${(top / most) * (1 - thumb) * 100}%` }} />
    </div>
  )
}
