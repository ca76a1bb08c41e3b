'use client'

import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react'
import type { Cursor } from '#lib/browse/lister.ts'
import type { EntryRow } from '#lib/browse/row.ts'
import { type ObjectsParams, objectsHref } from '#lib/search-params/objects.ts'
import type { ArchiveActions } from '../archive/archive-actions.ts'
import { visible } from '../format/text.ts'
import type { PanelActions } from '../panel/in-hand.ts'
import { useInHand } from '../panel/use-in-hand.ts'
import { useRoomBeside } from '../panel/use-room-beside.ts'
import { CheckAll } from '../selection/check-all.tsx'
import type { Anchor } from '../selection/row-check.tsx'
import { useCover } from '../selection/use-cover.ts'
import type { PageResult } from '../table/page.ts'
import { type TableHandle, VirtualTable } from '../table/virtual-table.tsx'
import { onDemand } from '../ui/on-demand.tsx'
import { Press } from '../ui/press.tsx'
import type { VerificationActions } from '../verification/task.ts'
import { EntryCells } from './entry-cells.tsx'
import { entryColumns, entryTable } from './entry-columns.ts'
import { useEntryKeys } from './use-entry-keys.ts'
import { useSteady } from './use-steady.ts'
import { useStep } from './use-step.ts'
import { useStill } from './use-still.ts'

const ArchiveDialog = onDemand(() => import('../archive/archive-dialog.tsx'))
const SelectionBar = onDemand(() => import('../selection/selection-bar.tsx'))
const Panel = onDemand(() => import('../panel/panel.tsx'))

export interface EntryActions extends PanelActions {
  archive: ArchiveActions
  verification: VerificationActions
}

interface Props {
  jobId: string
  params: ObjectsParams
  first: PageResult<EntryRow, Cursor>
  actions: EntryActions
  /** Why no archive of this job can be had. */
  refused: string | undefined
  /** Shown where there is nothing. */
  empty: ReactNode
}

/** A folder's entries, or a job's objects by their full names; beside it the one in hand, below it what is selected. */
export function EntriesTable({ jobId, params, first, actions, refused, empty }: Props) {
  const flat = params.view === 'flat'
  const box = useRef<HTMLDivElement>(null)
  const table = useRef<TableHandle<EntryRow>>(null)
  const [anchor] = useState<Anchor>({})
  const [archived, setArchived] = useState<string>()
  const wide = useRoomBeside()
  const inHand = useInHand(jobId, params, wide === false)
  const keepStill = useStill(box, inHand.name !== undefined)
  const hand = {
    ...inHand,
    show: (name: string) => {
      if (inHand.name === undefined) keepStill()
      inHand.show(name)
    },
    close: () => {
      keepStill()
      inHand.close()
    },
  }
  const { step, edge } = useStep(box, table, hand)
  const cover = useCover(jobId, params, table)
  const keys = useEntryKeys({ hand, wide, selectAll: cover.all })
  useFocusBack(box, hand.name)
  const { shown, waits, show } = useSteady(first, () => hand.name !== undefined || isLookedAt(box.current))

  return (
    <>
      <div ref={box} {...keys}>
        <VirtualTable
          cells={(row, place) => (
            <EntryCells
              anchor={anchor}
              archive={() => setArchived(row.name)}
              inHand={row.name === hand.name}
              jobId={jobId}
              params={params}
              place={place}
              refused={refused}
              row={row}
              take={() => (row.name === hand.name ? hand.close() : hand.show(row.name))}
            />
          )}
          className={entryTable}
          columns={entryColumns.map((column) =>
            column.key === 'check' ? { ...column, head: <CheckAll cover={cover} /> } : column,
          )}
          empty={empty}
          first={shown}
          handle={table}
          label={flat ? 'Objects' : params.folder ? `Folder ${visible(params.folder)}` : 'Folders and objects'}
          name={['entries', objectsHref(jobId, params)]}
          noun={flat ? ['object', 'objects'] : ['entry', 'entries']}
          read={(cursor) => actions.list(jobId, params, cursor)}
          rowKey={(row) => row.name}
        />
      </div>
      {waits && (
        <p className="entries-note" role="status">
          More objects have come:{' '}
          <Press className="min-h-6 text-accent underline underline-offset-3" onClick={show}>
            show them
          </Press>
        </p>
      )}
      {cover.some && <SelectionBar actions={actions.archive} cover={cover} jobId={jobId} refused={refused} />}
      <p className="visually-hidden" role="status">
        {hand.name !== undefined && `Details of ${visible(hand.name)} are shown`}
      </p>
      {hand.name !== undefined && wide !== undefined && (
        <Panel
          actions={actions}
          edge={edge}
          jobId={jobId}
          name={hand.name}
          onClose={hand.close}
          params={params}
          refused={refused}
          step={step}
          wide={wide}
        />
      )}
      {archived !== undefined && (
        <ArchiveDialog
          actions={actions.archive}
          jobId={jobId}
          onClose={() => setArchived(undefined)}
          selection={{ names: [], prefixes: [archived] }}
          title={`Download ${visible(archived)}`}
        />
      )}
    </>
  )
}

/** Whether somebody points at a row, has the focus or a selection in the list, or has scrolled down in it. */
function isLookedAt(box: HTMLElement | null): boolean {
  if (!box) return false
  const { top } = box.getBoundingClientRect()
  return top < 0 || box.matches(':hover, :focus-within, :has(:checked)')
}

/** Where the panel closes under the focus, the row it showed has it again. */
function useFocusBack(box: RefObject<HTMLElement | null>, name: string | undefined) {
  const before = useRef(name)
  useEffect(() => {
    const left = before.current
    before.current = name
    const at = document.activeElement
    if (left === undefined || name !== undefined || (at !== document.body && at?.id !== 'work')) return
    const links = [...(box.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
    const link = links.find(({ dataset }) => dataset.name === left) ?? links[0]
    link?.focus({ preventScroll: true })
  }, [box, name])
}
