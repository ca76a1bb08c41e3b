import { CircleDashed, ShieldAlert, ShieldCheck } from 'lucide-react'
import { objectHref } from '#lib/search-params/object.ts'
import { exactBytes, formatBytes } from '../format/size.ts'
import { shorten } from '../format/text.ts'
import { AppLink } from '../ui/app-link.tsx'
import { Badge } from '../ui/badge.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { type Blob, hexLines, prettyText, textOf } from './blob.ts'
import styles from './metadata.module.css'

interface Props {
  jobId: string
  name: string
  checksum: string | null
  blob: Blob
  view: 'text' | 'hex'
}

/** A metadata blob: its size and checksum, whether its bytes are the promised ones, and how it begins. */
export function BlobView({ jobId, name, checksum, blob, view }: Props) {
  const whole = blob.size === blob.head.length
  const text = textOf(blob.head, whole)
  const shown = text === undefined ? 'hex' : view
  return (
    <>
      <dl className={styles.facts}>
        <dt>Size</dt>
        <dd title={exactBytes(blob.size)}>{formatBytes(blob.size)}</dd>
        <dt>SHA-256</dt>
        <dd className={styles.copy}>
          <code title={blob.checksum}>{shorten(blob.checksum, 16, 6)}</code>
          <CopyButton text={blob.checksum} what="SHA-256 of the metadata blob" />
        </dd>
        <dt>State</dt>
        <dd>
          <BlobState state={blob.state} />
        </dd>
      </dl>
      <div className={styles.label}>
        <span>{whole ? 'All of it' : 'The first KiB'}</span>
        {text !== undefined && (
          <nav aria-label="How the blob is shown" className={styles.tabs}>
            {(['text', 'hex'] as const).map((kind) => (
              <AppLink
                aria-current={shown === kind || undefined}
                href={objectHref(jobId, { name, checksum, blob: kind })}
                key={kind}
                replace
                scroll={false}
              >
                {kind === 'text' ? 'Text' : 'Hex'}
              </AppLink>
            ))}
          </nav>
        )}
      </div>
      {shown === 'text' ? (
        <pre className={styles.block}>{whole ? prettyText(text ?? '') : text}</pre>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, and the keyboard must reach that
        <pre className={`${styles.block} ${styles.hex}`} tabIndex={0}>
          {hexLines(blob.head).map(({ offset, hex, ascii }) => (
            <div key={offset}>
              <span>{offset}</span> {hex.padEnd(47)} <span>{ascii}</span>
            </div>
          ))}
        </pre>
      )}
    </>
  )
}

function BlobState({ state }: { state: Blob['state'] }) {
  if (state === 'verified')
    return (
      <Badge icon={<ShieldCheck aria-hidden size={15} />} title="Its SHA-256 is what the service promised." tone="good">
        Verified
      </Badge>
    )
  if (state === 'damaged')
    return (
      <Badge
        icon={<ShieldAlert aria-hidden size={15} />}
        title="Its SHA-256 is not what the service promised."
        tone="danger"
      >
        Damaged
      </Badge>
    )
  return (
    <Badge icon={<CircleDashed aria-hidden size={15} />} title="The service promised no checksum." tone="plain">
      Not verifiable
    </Badge>
  )
}
