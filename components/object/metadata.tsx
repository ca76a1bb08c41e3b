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
  const { type, size, mtime, mode, sha256, chunk, target } = metadata
  const [seconds, nanoseconds] = exactTime(mtime)
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
        <span className={styles.quiet}>.{nanoseconds} UTC</span>
      </dd>
      <dt>Mode</dt>
      <dd>
        <code>{mode.toString(8).padStart(4, '0')}</code> <code className={styles.quiet}>{modeText(mode)}</code>
      </dd>
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

/** '2026-03-01 14:05:09' and the nine digits behind it, in UTC. */
function exactTime(nanoseconds: bigint): [seconds: string, fraction: string] {
  const fraction = ((nanoseconds % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n
  const date = new Date(Number((nanoseconds - fraction) / 1_000_000n))
  const seconds = Number.isNaN(date.getTime()) ? String(nanoseconds) : date.toISOString().slice(0, 19).replace('T', ' ')
  return [seconds, String(fraction).padStart(9, '0')]
}
