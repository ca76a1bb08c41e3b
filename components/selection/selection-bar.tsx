'use client'

import { Download, X } from 'lucide-react'
import type { ArchiveActions } from '../archive/archive-actions.ts'
import { ArchiveButton } from '../archive/archive-button.tsx'
import { countOf, formatBytes } from '../format/size.ts'
import { visible } from '../format/text.ts'
import { Button } from '../ui/button.tsx'
import { type Selection, sumOf } from './selection.ts'
import type { Cover } from './use-cover.ts'
import { useSelection } from './use-selection.ts'

/** As many as one plan takes. */
const mostItems = 10_000

const shape =
  'sticky bottom-4 z-6 mx-auto mb-4 flex w-fit max-w-full flex-wrap items-center gap-2 rounded-lg border border-border-strong bg-raised p-2'
/** At the other end of the screen it would cover rows, whose targets shrink to slivers. */
const onPhone =
  'max-sm:fixed max-sm:inset-x-0 max-sm:top-0 max-sm:bottom-auto max-sm:z-20 max-sm:m-0 max-sm:min-h-(--bar) max-sm:w-auto max-sm:max-w-none max-sm:flex-nowrap max-sm:rounded-none max-sm:border-0 max-sm:border-b max-sm:px-(--gutter) max-sm:py-0.75'
const inPlaceOfFrame = 'max-sm:[:root:has(&)_[data-frame-bar]]:invisible'

interface Props {
  jobId: string
  actions: ArchiveActions
  /** All of the list above, for where its head is not seen. */
  cover: Cover
  refused: string | undefined
}

/** What is picked, and what can be done with it; there only while something is. */
export default function SelectionBar({ jobId, actions, cover, refused }: Props) {
  const { selection, clear } = useSelection(jobId)
  const { count, bytes, more } = sumOf(selection)
  if (count === 0) return null
  const items = told(selection)
  const all = [...selection.values()]
  const namesOf = (wanted: string) => all.filter(({ kind }) => kind === wanted).map(({ name }) => name)
  return (
    <section aria-label="Selection" className={`${shape} ${onPhone} ${inPlaceOfFrame}`}>
      <div className="max-sm:grid max-sm:min-w-0 max-sm:flex-1" data-download-selection>
        <ArchiveButton
          actions={actions}
          jobId={jobId}
          primary
          refused={refused ?? (count > mostItems ? 'Select fewer things, or a folder that holds them' : undefined)}
          selection={{ names: namesOf('object'), prefixes: namesOf('folder') }}
          title={`Download ${items}`}
        >
          <Download aria-hidden size={15} />
          <span>
            Download {items}
            {(bytes > 0 || !more) && (
              <span className="max-sm:hidden">{`, ${formatBytes(bytes)}${more ? ' and more' : ''}`}</span>
            )}
          </span>
        </ArchiveButton>
      </div>
      {!cover.checked && (
        <div className="hidden max-sm:block">
          <Button onClick={cover.all} title={cover.title}>
            All
          </Button>
        </div>
      )}
      <Button onClick={clear}>
        <X aria-hidden size={15} />
        Clear
      </Button>
      {refused && <p className="px-2 text-muted text-sm max-sm:hidden">{refused}</p>}
    </section>
  )
}

function told(selection: Selection): string {
  const [only] = selection.values()
  if (selection.size > 1 || only?.kind !== 'folder') return countOf(selection.size, 'item')
  return only.name ? visible(only.name) : 'the whole job'
}
