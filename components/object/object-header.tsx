import { Download } from 'lucide-react'
import type { ReactNode } from 'react'
import { downloadHref } from '#lib/search-params/object.ts'
import { formatCount } from '../format/size.ts'
import { visible } from '../format/text.ts'
import { Time } from '../time/times.tsx'
import { DownloadLink } from '../ui/button.tsx'
import { Checksum } from '../ui/checksum.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { type Fact, Facts } from '../ui/facts.tsx'
import { Heading } from '../ui/heading.tsx'
import { Size, Unknown } from '../ui/size.tsx'
import type { ObjectFacts } from './object-facts.ts'

/** They stand at the right, behind the choice of a backup where there is one; below it all on a phone. */
const actions = 'ml-auto flex flex-none gap-2 sm:[label+&]:ml-2 max-sm:w-full max-sm:[&>a[download]]:flex-1'

interface Props {
  jobId: string
  object: ObjectFacts
  /** The way to the same name in other backups. */
  choice?: ReactNode
  /** What can be done with it. */
  children: ReactNode
}

/** What the object is, and its way to the reader's computer. */
export function ObjectHeader({ jobId, object, choice, children }: Props) {
  const { name, type, checksum } = object
  return (
    <header className="border-border border-b pb-4">
      <div className="mb-2 flex flex-wrap items-center gap-2">
        <Heading className="max-sm:flex-1">{visible(name)}</Heading>
        <CopyButton text={name} what="name" />
        {choice}
        <div className={actions} data-commands>
          {children}
          {(type === undefined || type === 'file') && (
            <DownloadLink
              href={downloadHref(jobId, name, checksum)}
              primary
              title="Every chunk is checked before its bytes leave"
            >
              <Download aria-hidden size={15} />
              Download
            </DownloadLink>
          )}
        </div>
      </div>
      <Facts facts={factsOf(object)} />
    </header>
  )
}

function factsOf({ size, sizeIsHint, chunks, modified, stored, checksum }: ObjectFacts): Fact[] {
  return [
    { label: 'Size', value: <Size bytes={size} hint={sizeIsHint} /> },
    { label: 'Chunks', value: chunks === undefined ? <Unknown /> : formatCount(chunks) },
    {
      label: 'Modified',
      value: modified === undefined ? <Unknown why="Its metadata does not say" /> : <Time at={modified} />,
    },
    { label: 'First stored', value: stored === undefined ? <Unknown /> : <Time at={stored} /> },
    {
      label: 'Checksum',
      value: checksum ? <Checksum text={checksum} what="checksum" /> : <Unknown />,
    },
  ]
}
