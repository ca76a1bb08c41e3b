import type { ReactNode } from 'react'
import { Checksum } from '../ui/checksum.tsx'

/** Facts below each other, as `FactRow` and `ChecksumRow`: the label, beside it the value. */
export function FactRows({ children }: { children: ReactNode }) {
  return <dl className="mb-3 grid grid-cols-[96px_1fr] gap-x-4 gap-y-1">{children}</dl>
}

export function FactRow({ label, title, children }: { label: string; title?: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="wrap-anywhere min-w-0" title={title}>
        {children}
      </dd>
    </>
  )
}

/** A SHA-256; `of` what stands in the name of the button that copies it. */
export function ChecksumRow({ text, of }: { text: string; of: string }) {
  return (
    <FactRow label="SHA-256">
      <span className="flex h-5 items-center gap-1">
        <Checksum text={text} what={`SHA-256 of ${of}`} />
      </span>
    </FactRow>
  )
}
