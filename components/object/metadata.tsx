import { parseThawMetadata, type ThawMetadata } from '#lib/browse/metadata.ts'
import { indentedJson } from '#lib/preview/json.ts'
import { exactBytes, formatBytes } from '../format/size.ts'
import { hexOf, visible } from '../format/text.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { modeText } from './blob.ts'
import { ChecksumRow, FactRow, FactRows } from './fact-rows.tsx'

const block =
  'wrap-anywhere mb-3 max-h-90 overflow-auto whitespace-pre-wrap rounded-md border border-border bg-surface px-3 py-2 leading-4.5'

/** The metadata string: what it means where it follows a known form, and always as it is. */
export function MetadataString({ text }: { text: string | undefined }) {
  if (text === undefined) return <p className="text-muted">None was stored.</p>
  const thaw = parseThawMetadata(text)
  const pretty = indentedJson(text)
  return (
    <>
      {thaw && <ThawFacts metadata={thaw} />}
      {!thaw && pretty !== text && <pre className={block}>{pretty.split('\n').map(visible).join('\n')}</pre>}
      <div className="flex min-h-6 items-center justify-between text-muted text-sm">
        <span>As stored</span>
        <CopyButton text={text} what="metadata string" />
      </div>
      <pre className={block}>{visible(text)}</pre>
    </>
  )
}

function ThawFacts({ metadata }: { metadata: ThawMetadata }) {
  const { type, size, mtime, mode, sha256, chunk, target, owner, link, holes, more, attributes } = metadata
  const [seconds, rest] = exactTime(mtime)
  const words = { file: 'File', dir: 'Folder', symlink: 'Symbolic link' }
  return (
    <FactRows>
      <FactRow label="Type">{words[type]}</FactRow>
      {target !== undefined && (
        <FactRow label="Points to">
          <span className="isolate-text">{visible(target)}</span>
        </FactRow>
      )}
      {type === 'file' && (
        <FactRow label="Size">
          {size < 1024 ? exactBytes(size) : formatBytes(size)}{' '}
          {size >= 1024 && <span className="text-muted">{exactBytes(size)}</span>}
        </FactRow>
      )}
      <FactRow label="Modified">
        {seconds}
        <span className="text-muted">{rest}</span>
      </FactRow>
      <FactRow label="Mode">
        <code>{mode.toString(8).padStart(4, '0')}</code> <code className="text-muted">{modeText(mode)}</code>
      </FactRow>
      {owner && (
        <>
          <FactRow label="Owner">
            <Owned id={owner.uid} name={owner.user} />
          </FactRow>
          <FactRow label="Group">
            <Owned id={owner.gid} name={owner.group} />
          </FactRow>
        </>
      )}
      {(link !== undefined || holes || more) && (
        <FactRow label="Kept as well">
          {[
            link !== undefined && 'its other names (hard links)',
            holes && 'its holes',
            more && 'what is in the metadata blob',
          ]
            .filter(Boolean)
            .join(', ')}
        </FactRow>
      )}
      {attributes && (
        <FactRow label="Attributes">
          {attributes === 'unasked' ? 'Nobody looked at them' : 'Not all could be kept'}
        </FactRow>
      )}
      {sha256 && <ChecksumRow of="the content" text={hexOf(sha256)} />}
      {chunk !== undefined && <FactRow label="Chunk size">{formatBytes(chunk)}</FactRow>}
    </FactRows>
  )
}

/** Whose it is: by name where there is one, and by number. */
function Owned({ name, id }: { name: string | undefined; id: number }) {
  if (name === undefined) return id
  return (
    <>
      {visible(name)}
      <span className="text-muted"> {id}</span>
    </>
  )
}

/** '2026-03-01 14:05:09' in UTC and what is behind it; seconds where no calendar has the day. */
function exactTime(nanoseconds: bigint): [seconds: string, rest: string] {
  const fraction = ((nanoseconds % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n
  const digits = String(fraction).padStart(9, '0')
  const date = new Date(Number((nanoseconds - fraction) / 1_000_000n))
  if (Number.isNaN(date.getTime()))
    return [`${(nanoseconds - fraction) / 1_000_000_000n}`, `.${digits} seconds since 1970`]
  return [
    date
      .toISOString()
      .replace(/\.\d+Z$/, '')
      .replace('T', ' '),
    `.${digits} UTC`,
  ]
}
