import { CircleDashed, Download, ShieldAlert, ShieldCheck } from 'lucide-react'
import { metadataHref } from '#lib/search-params/object.ts'
import { exactBytes, formatBytes } from '../format/size.ts'
import { Badge } from '../ui/badge.tsx'
import { DownloadLink } from '../ui/button.tsx'
import type { Blob } from './blob.ts'
import { BlobContent } from './blob-content.tsx'
import { ChecksumRow, FactRow, FactRows } from './fact-rows.tsx'

interface Props {
  jobId: string
  name: string
  /** SUMMARY of the object's version. */
  checksum: string | undefined
  blob: Blob
  view: 'json' | 'text' | 'hex' | null
}

/** A metadata blob: its size and checksum, whether its bytes are the promised ones, and what is in them. */
export function BlobView({ jobId, name, checksum, blob, view }: Props) {
  return (
    <>
      <FactRows>
        <FactRow label="Size" title={exactBytes(blob.size)}>
          {formatBytes(blob.size)}
        </FactRow>
        <ChecksumRow of="the metadata blob" text={blob.checksum} />
        <FactRow label="State">
          <BlobState state={blob.state} />
        </FactRow>
      </FactRows>
      {blob.state === 'damaged' ? (
        <p className="text-muted">Nothing of it is shown: its bytes are not the ones that were stored.</p>
      ) : (
        <>
          <BlobContent checksum={checksum} jobId={jobId} name={name} view={view} />
          <div className="mt-3 grid justify-start">
            <DownloadLink href={metadataHref(jobId, name, checksum)}>
              <Download aria-hidden size={15} />
              Download the blob
            </DownloadLink>
          </div>
        </>
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
