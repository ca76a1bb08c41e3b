'use client'

import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import { encodingTitles, type TextEncoding } from '#lib/preview/encodings.ts'
import { exactBytes, formatBytes, formatCount } from '../format/size.ts'
import { SlowHint } from '../table/slow-hint.tsx'
import { Button } from '../ui/button.tsx'
import { Check } from '../ui/check.tsx'
import { FailurePanel } from '../ui/failure-panel.tsx'
import { failureIn } from '../ui/read-failure.ts'
import { BrokenNotice } from './broken-notice.tsx'
import { GoTo } from './go-to.tsx'
import { lineStart, textLines, textWindow, unitOf } from './lines.ts'
import { PaneLine } from './pane-line.tsx'
import { windowQuery } from './use-bytes.ts'
import type { ByteSource } from './window.ts'

export interface TextPlace {
  /** Where the window begins; moved to the next line when it lies inside one. */
  at: number
  setAt: (at: number) => void
}

interface Props extends TextPlace {
  source: ByteSource
  label: string
  charset: TextEncoding
  /** What there is to know of the text as a whole. */
  note: string | undefined
  /** What else can be set of how it is shown. */
  children: ReactNode
}

/** Rows to a block, which the browser leaves out of its layout while it is out of view. */
const block = 50

const blocks = <Row,>(rows: Row[]) =>
  Array.from({ length: Math.ceil(rows.length / block) }, (_, i) => rows.slice(i * block, (i + 1) * block))

const box =
  'max-h-[min(60vh,640px)] scrollbar-thin overflow-auto rounded-md border border-border bg-surface px-3 py-2 focus-visible:-outline-offset-2'
const type = 'tab-4 font-mono text-sm leading-4.5 [font-variant-ligatures:none]'
const blockLook = 'min-w-full [contain-intrinsic-size:auto_900px] [content-visibility:auto]'
/** Numbers are no text: they are neither found nor copied. */
const numbered =
  '*:before:mr-[2ch] *:before:w-[5ch] *:before:flex-none *:before:select-none *:before:text-right *:before:text-faint *:before:content-[attr(data-line)]'
const switches = 'flex flex-wrap items-center gap-x-4 gap-y-1 text-muted text-sm'

/** Text of any length, a window at a time: memory stays flat, and what is in the window can be found and copied. */
export function TextPane({ source, label, charset, note, at: asked, setAt, children }: Props) {
  const [wrap, setWrap] = useState(true)
  const [numbers, setNumbers] = useState(true)
  const at = align(Math.max(0, Math.min(asked, source.length - 1)), charset)
  // The character before tells whether a line begins here.
  const from = Math.max(0, at - unitOf(charset))
  const query = useQuery({
    ...windowQuery,
    queryKey: ['text', ...source.key, at],
    queryFn: ({ signal }) => source.read(from, Math.min(from + textWindow, source.length), signal),
  })
  const places = useRef(new Map([[0, 0]]))
  const shown = useMemo(() => {
    if (!query.data) return undefined
    const { bytes, end } = query.data
    const broken = query.data.broken.find(({ offset, length }) => offset + length > at)
    const good = broken ? Math.max(0, broken.offset - from) : bytes.length
    const skipped = places.current.has(at) ? at - from : lineStart(bytes.subarray(0, good), charset)
    const last = broken !== undefined || end === source.length
    const text = textLines(bytes.subarray(skipped, good), charset, { first: at === 0, last })
    return { ...text, broken, start: from + skipped, end: from + skipped + text.length }
  }, [query.data, at, from, charset, source.length])

  const failure = failureIn(query.error ?? query.failureReason)
  if (failure) return <FailurePanel failure={failure} retry={() => void query.refetch()} waiting={!query.isError} />
  if (!shown) return <SlowHint />
  const { rows, lines, start, end, broken, replaced } = shown
  const before = places.current.get(at)
  if (before !== undefined && end > at) places.current.set(end, before + lines)
  const behind = broken && end >= broken.offset ? broken.offset + broken.length : end
  const whole = start === 0 && end === source.length

  return (
    <div className="grid min-w-0 gap-2">
      <PaneLine>
        <span className={switches}>
          <Switch check={setWrap} checked={wrap}>
            Wrap lines
          </Switch>
          <Switch check={setNumbers} checked={numbers}>
            Line numbers
          </Switch>
          {children}
        </span>
        {!whole && <GoTo go={setAt} length={source.length} />}
      </PaneLine>
      {note && <p className="text-muted text-sm">{note}</p>}
      {replaced && (
        <p className="text-muted text-sm">
          Some bytes here are no characters in {encodingTitles[charset]}: they stand as �.
        </p>
      )}
      <section
        aria-label={label}
        className={`${box} ${type} ${wrap ? 'wrap-anywhere whitespace-pre-wrap' : 'whitespace-pre'}`}
        key={at}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must reach that
        tabIndex={0}
      >
        {blocks(rows).map((part, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a window never move
          <div className={`${blockLook} ${wrap ? '' : 'w-max'} ${numbers ? numbered : ''}`} key={i}>
            {part.map(({ text, line }, j) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: as above
              <div className="isolate-text flex" data-line={line === undefined ? '' : number(line, before)} key={j}>
                {text || '\n'}
              </div>
            ))}
          </div>
        ))}
      </section>
      {broken && <BrokenNotice place={broken} />}
      {!whole && (
        <PaneLine>
          <span
            className="text-muted text-sm tabular-nums"
            title={`${exactBytes(end - start)} from offset ${formatCount(start)}`}
          >
            {formatBytes(start)} to {formatBytes(end)} of {formatBytes(source.length)}
          </span>
          <span className={switches}>
            <Button onClick={() => setAt(0)} refused={start === 0 ? 'This is the beginning' : undefined}>
              Beginning
            </Button>
            <Button
              onClick={() => setAt(earlier(at, places.current))}
              refused={start === 0 ? 'This is the beginning' : undefined}
            >
              Earlier
            </Button>
            <Button onClick={() => setAt(behind)} refused={behind >= source.length ? 'This is the end' : undefined}>
              {behind > end ? 'Go on behind it' : 'Later'}
            </Button>
          </span>
        </PaneLine>
      )}
    </div>
  )
}

function Switch({ children, ...rest }: { check: (on: boolean) => void; checked: boolean; children: string }) {
  return (
    <label className="inline-flex min-h-6 items-center gap-1.5">
      <Check {...rest} /> {children}
    </label>
  )
}

const align = (at: number, charset: string) => at - (at % unitOf(charset))

/** Lines are numbered from the content's beginning where one came from there, else from the window's. */
const number = (line: number, before: number | undefined) =>
  before === undefined ? `+${line + 1}` : String(before + line + 1)

/** The window that leads here if it was seen, else one that reaches this far. */
function earlier(at: number, places: Map<number, number>): number {
  const seen = [...places.keys()].filter((place) => place < at && place >= at - textWindow)
  return seen.length > 0 ? Math.max(...seen) : Math.max(0, at - textWindow)
}
