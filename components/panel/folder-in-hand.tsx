'use client'

import { Download, FolderOpen } from 'lucide-react'
import { entryHref, isFiltered, type ObjectsParams, objectsHref } from '#lib/search-params/objects.ts'
import type { ArchiveActions } from '../archive/archive-actions.ts'
import { ArchiveButton } from '../archive/archive-button.tsx'
import { visible } from '../format/text.ts'
import { LinkButton } from '../ui/button.tsx'
import { DamagedBadge } from '../ui/damaged-badge.tsx'
import { EntryLink } from '../ui/entry-link.tsx'
import { FailurePanel } from '../ui/failure-panel.tsx'
import { Size } from '../ui/size.tsx'
import type { VerificationActions } from '../verification/task.ts'
import { VerifyButton } from '../verification/verify-button.tsx'
import { Actions } from './actions.tsx'
import type { EntriesPage, PanelActions } from './in-hand.ts'
import { Loading } from './loading.tsx'
import { NotInThisJob } from './not-in-this-job.tsx'
import { useLook } from './use-look.ts'
import { useTasks } from './use-tasks.ts'

interface Props {
  jobId: string
  params: ObjectsParams
  name: string
  actions: PanelActions & { verification: VerificationActions; archive: ArchiveActions }
  refused: string | undefined
}

/** As many of its entries as are shown. */
const shown = 12
const line =
  'flex min-h-7 items-center gap-3 border-border border-b *:not-first:flex-none *:not-first:tabular-nums max-sm:min-h-10'
const parts = ['entry', 'entry 2', 'entry 3']

/** The first that is in a folder, and what can be done with it. How much there is would take reading it. */
export function FolderInHand({ jobId, params, name, actions, refused }: Props) {
  const inside: ObjectsParams = { ...params, view: 'folders', folder: name, prefix: '', from: '' }
  const { ended } = useTasks(jobId, (task) =>
    task.name === null ? name.startsWith(task.prefix) || task.prefix.startsWith(name) : task.name.startsWith(name),
  )
  const { data, failure } = useLook(['folder in hand', jobId, objectsHref(jobId, inside), ended], () =>
    actions.list(jobId, inside, undefined, shown + 1),
  )
  const nothing = data && data.rows.length === 0
  if (nothing && !data.cursor && !data.marker && !isFiltered(inside))
    return <NotInThisJob jobId={jobId} key={name} lastSeen={actions.lastSeen} name={name} params={params} />
  return (
    <>
      <Actions>
        <LinkButton href={objectsHref(jobId, inside)} primary>
          <FolderOpen aria-hidden size={15} />
          Open folder
        </LinkButton>
        <ArchiveButton
          actions={actions.archive}
          jobId={jobId}
          key={`download ${name}`}
          refused={refused}
          selection={{ names: [], prefixes: [name] }}
          title={`Download ${visible(name)}`}
        >
          <Download aria-hidden size={15} />
          Download
        </ArchiveButton>
        <VerifyButton jobId={jobId} key={`verify ${name}`} prefix={name} start={actions.verification.start}>
          Verify
        </VerifyButton>
      </Actions>
      {failure && <FailurePanel {...failure} />}
      {!data && !failure && <Loading parts={parts} />}
      {nothing && <p className="text-muted">{whyNothing(data, inside)}</p>}
      {data && !nothing && <Entries inside={inside} jobId={jobId} page={data} />}
      <p className="text-muted">How much is in it is counted when it is downloaded or verified.</p>
    </>
  )
}

function whyNothing({ cursor }: EntriesPage, inside: ObjectsParams): string {
  if (cursor) return 'Nothing was found so far. Open the folder to look on.'
  return isFiltered(inside) ? 'Nothing in it matches.' : 'It is empty.'
}

function Entries({ jobId, inside, page }: { jobId: string; inside: ObjectsParams; page: EntriesPage }) {
  return (
    <section aria-label="In this folder">
      <ul className="mb-2 grid">
        {page.rows.slice(0, shown).map((row) => (
          <li className={line} key={row.name}>
            <EntryLink
              className="flex-1 leading-6.75"
              entry={row}
              href={entryHref(jobId, row, inside)}
              name={row.name.slice(inside.folder.length)}
            />
            {row.damaged && <DamagedBadge folder={row.kind === 'folder'} />}
            {row.kind === 'object' && row.type !== 'dir' && <Size bytes={row.size} hint={row.sizeIsHint} />}
          </li>
        ))}
      </ul>
      {(page.rows.length > shown || page.cursor) && (
        <p className="text-muted">The first {Math.min(shown, page.rows.length)}.</p>
      )}
    </section>
  )
}
