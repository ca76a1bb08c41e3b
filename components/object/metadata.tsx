import { parseThawMetadata, type ThawMetadata } from '#lib/backup/metadata.ts'
import { indentedJson } from '#lib/preview/json.ts'
import { exactBytes, formatBytes } from '../format/size.ts'
import { hexOf, visible } from '../format/text.ts'
import { Checksum } from '../ui/checksum.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { modeText } from './blob.ts'
import styles from './metadata.module.css'

/** The metadata string: what it means where it follows a known form, and always as it is. */
export function MetadataString({ text }: { text: string | undefined }) {
  if (text === undefined) return <p className={styles.quiet}>None was stored.</p>
  const thaw = parseThawMetadata(text)
  const pretty = indentedJson(text)
  return (
    <>
      {thaw && <ThawFacts metadata={thaw} />}
      {!thaw && pretty !== text && <pre className={styles.block}>{pretty.split('\n').map(visible).join('\n')}</pre>}
      <div className={styles.label}>
        <span>As stored</span>
        <CopyButton text={text} what="metadata string" />
      </div>
      <pre className={styles.block}>{visible(text)}</pre>
    </>
  )
}

function ThawFacts({ metadata }: { metadata: ThawMetadata }) {
  const { type, size, mtime, mode, sha256, chunk, target, owner, link, holes, more, attributes } = metadata
  const [seconds, rest] = exactTime(mtime)
  const words = { file: 'File', dir: 'Folder', symlink: 'Symbolic link' }
  return (
    <dl className={styles.facts}>
      <dt>Type</dt>
      <dd>{words[type]}</dd>
      {target !== undefined && (
        <>
          <dt>Points to</dt>
          <dd className={styles.name}>{visible(target)}</dd>
        </>
      )}
      {type === 'file' && (
        <>
          <dt>Size</dt>
          <dd>
            {size < 1024 ? exactBytes(size) : formatBytes(size)}{' '}
            {size >= 1024 && <span className={styles.quiet}>{exactBytes(size)}</span>}
          </dd>
        </>
      )}
      <dt>Modified</dt>
      <dd>
        {seconds}
        <span className={styles.quiet}>{rest}</span>
      </dd>
      <dt>Mode</dt>
      <dd>
        <code>{mode.toString(8).padStart(4, '0')}</code> <code className={styles.quiet}>{modeText(mode)}</code>
      </dd>
      {owner && (
        <>
          <dt>Owner</dt>
          <dd>
            {visible(owner.user ?? String(owner.uid))}
            {owner.user !== undefined && <span className={styles.quiet}> {owner.uid}</span>}
          </dd>
          <dt>Group</dt>
          <dd>
            {visible(owner.group ?? String(owner.gid))}
            {owner.group !== undefined && <span className={styles.quiet}> {owner.gid}</span>}
          </dd>
        </>
      )}
      {(link !== undefined || holes || more) && (
        <>
          <dt>Kept as well</dt>
          <dd>
            {[
              link !== undefined && 'its other names (hard links)',
              holes && 'its holes',
              more && 'what is in the metadata blob',
            ]
              .filter(Boolean)
              .join(', ')}
          </dd>
        </>
      )}
      {attributes && (
        <>
          <dt>Attributes</dt>
          <dd>{attributes === 'unasked' ? 'Nobody looked at them' : 'Not all could be kept'}</dd>
        </>
      )}
      {sha256 && (
        <>
          <dt>SHA-256</dt>
          <dd className={styles.copy}>
            <Checksum text={hexOf(sha256)} what="SHA-256 of the content" />
          </dd>
        </>
      )}
      {chunk !== undefined && (
        <>
          <dt>Chunk size</dt>
          <dd>{formatBytes(chunk)}</dd>
        </>
      )}
    </dl>
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
