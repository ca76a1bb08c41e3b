'use client'

import { Download, X } from 'lucide-react'
import type { ArchiveActions } from '../archive/archive-actions.ts'
import { ArchiveButton } from '../archive/archive-button.tsx'
import { countOf, formatBytes } from '../format/size.ts'
import { Button } from '../ui/button.tsx'
import { sumOf } from './selection.ts'
import styles from './selection-bar.module.css'
import { useSelection } from './use-selection.ts'

/** As many as one plan takes. */
const mostItems = 10_000

interface Props {
  jobId: string
  actions: ArchiveActions
  refused: string | undefined
}

/** What is picked, and what can be done with it; there only while something is. */
export function SelectionBar({ jobId, actions, refused }: Props) {
  const { selection, clear } = useSelection(jobId)
  const { count, bytes } = sumOf(selection)
  if (count === 0) return null
  const items = countOf(count, 'item')
  const all = [...selection.values()]
  const namesOf = (wanted: string) => all.filter(({ kind }) => kind === wanted).map(({ name }) => name)
  return (
    <section aria-label="Selection" className={styles.bar}>
      <ArchiveButton
        actions={actions}
        jobId={jobId}
        primary
        refused={refused ?? (count > mostItems ? 'Select fewer things, or a folder that holds them' : undefined)}
        selection={{ names: namesOf('object'), prefixes: namesOf('folder') }}
        title={`Download ${items}`}
      >
        <Download aria-hidden size={15} />
        Download {items}
        {bytes !== undefined && `, ${formatBytes(bytes)}`}
      </ArchiveButton>
      <Button onClick={clear}>
        <X aria-hidden size={15} />
        Clear
      </Button>
      {refused && <p className={styles.why}>{refused}</p>}
    </section>
  )
}
