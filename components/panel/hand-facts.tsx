import type { ReactNode } from 'react'
import { parseThawMetadata } from '#lib/browse/metadata.ts'
import { exactBytes, formatBytes, formatCount } from '../format/size.ts'
import { hexOf, visible } from '../format/text.ts'
import { modeText } from '../object/blob.ts'
import type { ObjectFacts } from '../object/object-facts.ts'
import { Time } from '../time/times.tsx'
import { Checksum } from '../ui/checksum.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Unknown } from '../ui/size.tsx'

/** What is known of an object, in short; its page has all of it. */
export function HandFacts({ object }: { object: ObjectFacts }) {
  const { name, size, sizeIsHint, modified, stored, chunks, checksum, metadata } = object
  const thaw = parseThawMetadata(metadata)
  return (
    <dl className="grid grid-cols-[88px_1fr] gap-x-4 gap-y-1.5">
      <Fact copied label="Name">
        <span className="isolate-text">{visible(name)}</span>
        <CopyButton text={name} what="name" />
      </Fact>
      <Fact label="Size">
        {size === undefined ? (
          <Unknown />
        ) : (
          <>
            {size < 1024 ? exactBytes(size) : formatBytes(size)}
            <span className="ml-2 text-muted">
              {size >= 1024 && exactBytes(size)}
              {sizeIsHint && ', as the backup noted it'}
            </span>
          </>
        )}
      </Fact>
      <Fact label="Modified">
        {modified === undefined ? <Unknown why="Its metadata does not say" /> : <Time at={modified} />}
      </Fact>
      <Fact label="First stored">{stored === undefined ? <Unknown /> : <Time at={stored} />}</Fact>
      {thaw?.target !== undefined && (
        <Fact label="Points to">
          <span className="isolate-text">{visible(thaw.target)}</span>
        </Fact>
      )}
      {thaw && (
        <Fact label="Mode">
          <code>{thaw.mode.toString(8).padStart(4, '0')}</code>{' '}
          <code className="text-muted">{modeText(thaw.mode)}</code>
        </Fact>
      )}
      <Fact label="Chunks">{chunks === undefined ? <Unknown /> : formatCount(chunks)}</Fact>
      {thaw?.sha256 && (
        <Fact copied label="SHA-256">
          <Checksum text={hexOf(thaw.sha256)} what="SHA-256 of the content" />
        </Fact>
      )}
      {checksum && (
        <Fact copied label="Checksum">
          <Checksum text={checksum} what="checksum" />
        </Fact>
      )}
      {!thaw && metadata !== undefined && (
        <Fact copied label="Metadata">
          <code className="line-clamp-4">{visible(metadata)}</code>
          <CopyButton text={metadata} what="metadata string" />
        </Fact>
      )}
    </dl>
  )
}

interface FactProps {
  label: string
  /** It ends with a button, which makes the line no higher. */
  copied?: boolean
  children: ReactNode
}

function Fact({ label, copied, children }: FactProps) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className={`wrap-anywhere min-w-0 ${copied ? 'flex items-start gap-1 [&_button]:-my-0.5' : ''}`}>
        {children}
      </dd>
    </>
  )
}
