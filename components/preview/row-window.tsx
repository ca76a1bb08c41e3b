'use client'

import { type PointerEvent, type ReactNode, useEffect, useRef } from 'react'

interface Props {
  /** How many rows there are, of which `shown` are in view from `top` on. */
  count: number
  shown: number
  top: number
  rowHeight: number
  setTop: (top: number) => void
  children: ReactNode
}

/** The look of what holds the rows. Its focus ring is inside, where the box does not cut it off. */
export const windowText =
  'w-max min-w-full font-mono text-sm [font-variant-ligatures:none] focus-visible:-outline-offset-2'

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
    <div className="relative flex rounded-md border border-border bg-surface" ref={box}>
      <div className="scrollbar-thin min-w-0 flex-1 overflow-x-auto">{children}</div>
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
      className="group relative w-3.5 flex-none touch-none border-border border-l"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        drag(event)
      }}
      onPointerMove={drag}
    >
      <span
        className="absolute left-0.75 w-1.75 rounded-sm bg-border-strong opacity-70 group-hover:opacity-100"
        style={{ height: `${thumb * 100}%`, top: `${(top / most) * (1 - thumb) * 100}%` }}
      />
    </div>
  )
}
