import { parseThawMetadata } from '#lib/backup/metadata.ts'
import { exactBytes, formatBytes, formatCount } from '../format/size.ts'
import { hexOf, visible } from '../format/text.ts'
import { modeText } from '../object/blob.ts'
import type { ObjectFacts } from '../object/object-facts.ts'
import { Time } from '../time/times.tsx'
import { Checksum } from '../ui/checksum.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Unknown } from '../ui/size.tsx'
import styles from './panel.module.css'

/** What is known of an object, in short; its page has all of it. */
export function HandFacts({ object }: { object: ObjectFacts }) {
  const { name, size, sizeIsHint, modified, stored, chunks, checksum, metadata } = object
  const thaw = parseThawMetadata(metadata)
  return (
    <dl className={styles.facts}>
      <dt>Name</dt>
      <dd className={styles.copied}>
        <span className={styles.name}>{visible(name)}</span>
        <CopyButton text={name} what="name" />
      </dd>
      <dt>Size</dt>
      <dd>
        {size === undefined ? (
          <Unknown />
        ) : (
          <>
            {size < 1024 ? exactBytes(size) : formatBytes(size)}
            <span className={styles.exact}>
              {size >= 1024 && exactBytes(size)}
              {sizeIsHint && ', as the backup noted it'}
            </span>
          </>
        )}
      </dd>
      <dt>Modified</dt>
      <dd>{modified === undefined ? <Unknown why="Its metadata does not say" /> : <Time at={modified} />}</dd>
      <dt>First stored</dt>
      <dd>{stored === undefined ? <Unknown /> : <Time at={stored} />}</dd>
      {thaw?.target !== undefined && (
        <>
          <dt>Points to</dt>
          <dd className={styles.name}>{visible(thaw.target)}</dd>
        </>
      )}
      {thaw && (
        <>
          <dt>Mode</dt>
          <dd>
            <code>{thaw.mode.toString(8).padStart(4, '0')}</code>{' '}
            <code className={styles.quiet}>{modeText(thaw.mode)}</code>
          </dd>
        </>
      )}
      <dt>Chunks</dt>
      <dd>{chunks === undefined ? <Unknown /> : formatCount(chunks)}</dd>
      {thaw?.sha256 && <Digest label="SHA-256" text={hexOf(thaw.sha256)} what="SHA-256 of the content" />}
      {checksum && <Digest label="Checksum" text={checksum} what="checksum" />}
      {!thaw && metadata !== undefined && (
        <>
          <dt>Metadata</dt>
          <dd className={styles.copied}>
            <code className={styles.metadata}>{visible(metadata)}</code>
            <CopyButton text={metadata} what="metadata string" />
          </dd>
        </>
      )}
    </dl>
  )
}

function Digest({ label, text, what }: { label: string; text: string; what: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd className={styles.copied}>
        <Checksum text={text} what={what} />
      </dd>
    </>
  )
}
