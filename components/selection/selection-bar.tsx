'use client'

import { Download, X } from 'lucide-react'
import type { ArchiveActions } from '../archive/archive-actions.ts'
import { ArchiveButton } from '../archive/archive-button.tsx'
import { countOf, formatBytes } from '../format/size.ts'
import { visible } from '../format/text.ts'
import { Button } from '../ui/button.tsx'
import { type Selection, sumOf } from './selection.ts'
import styles from './selection-bar.module.css'
import type { Cover } from './use-cover.ts'
import { useSelection } from './use-selection.ts'

/** As many as one plan takes. */
const mostItems = 10_000

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
    <section aria-label="Selection" className={styles.bar}>
      <div className={styles.download} data-download-selection>
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
              <span className={styles.bytes}>{`, ${formatBytes(bytes)}${more ? ' and more' : ''}`}</span>
            )}
          </span>
        </ArchiveButton>
      </div>
      {!cover.checked && (
        <div className={styles.all}>
          <Button onClick={cover.all} title={cover.title}>
            All
          </Button>
        </div>
      )}
      <Button onClick={clear}>
        <X aria-hidden size={15} />
        Clear
      </Button>
      {refused && <p className={styles.why}>{refused}</p>}
    </section>
  )
}

function told(selection: Selection): string {
  const [only] = selection.values()
  if (selection.size > 1 || only?.kind !== 'folder') return countOf(selection.size, 'item')
  return only.name ? visible(only.name) : 'the whole job'
}
