'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { encodingOf } from '#lib/preview/text.ts'
import { formatBytes } from '../format/size.ts'
import { SlowHint } from '../table/slow-hint.tsx'
import { TextPane } from './text-pane.tsx'
import { unpackBeginning } from './unpack.ts'
import { type ByteWindow, bytesAtHand } from './window.ts'

interface Props {
  /** Tells the object from every other. */
  of: readonly string[]
  /** Its beginning. */
  head: ByteWindow
  label: string
  at: number
  setAt: (at: number) => void
}

/** The beginning of the text that gzip holds. */
export function UnpackedPane({ of, head, label, at, setAt }: Props) {
  const good = head.bytes.subarray(0, head.broken[0]?.offset ?? head.bytes.length)
  const { data } = useQuery({
    queryKey: ['unpacked', ...of],
    queryFn: async () => {
      const { bytes, whole } = await unpackBeginning(Uint8Array.from(good))
      return { bytes, whole, charset: bytes.length > 0 ? encodingOf(bytes, whole) : undefined }
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 30_000,
  })
  const source = useMemo(() => data && bytesAtHand(['unpacked', ...of], data.bytes), [data, of])
  if (!data || !source) return <SlowHint />
  const { bytes, whole, charset } = data
  return (
    <>
      <p className="mb-1 text-muted text-sm">
        {whole
          ? `Unpacked here: ${formatBytes(bytes.length)}.`
          : `Unpacked here, its beginning only: ${formatBytes(bytes.length)} from the first ${formatBytes(good.length)} of it.`}
        {!charset && ' It is no text.'}
      </p>
      {charset && <TextPane at={at} charset={charset} label={label} setAt={setAt} source={source} />}
    </>
  )
}
