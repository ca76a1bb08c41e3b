'use client'

import { Download, FolderOpen } from 'lucide-react'
import { entryHref, isFiltered, type ObjectsParams, objectsHref } from '#lib/search-params/objects.ts'
import type { ArchiveActions } from '../archive/archive-actions.ts'
import { ArchiveButton } from '../archive/archive-button.tsx'
import { visible } from '../format/text.ts'
import { AppLink } from '../ui/app-link.tsx'
import { LinkButton } from '../ui/button.tsx'
import { DamagedBadge } from '../ui/damaged-badge.tsx'
import { EntryIcon } from '../ui/entry-icon.tsx'
import { FailurePanel } from '../ui/failure-panel.tsx'
import { Size } from '../ui/size.tsx'
import type { VerificationActions } from '../verification/task.ts'
import { VerifyButton } from '../verification/verify-button.tsx'
import type { EntriesPage, PanelActions } from './in-hand.ts'
import { Loading } from './loading.tsx'
import { NotInThisJob } from './not-in-this-job.tsx'
import styles from './panel.module.css'
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
      <div className={styles.actions}>
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
      </div>
      {failure && <FailurePanel {...failure} />}
      {!data && !failure && <Loading parts={parts} />}
      {nothing && <p className={styles.quiet}>{whyNothing(data, inside)}</p>}
      {data && !nothing && <Entries inside={inside} jobId={jobId} page={data} />}
      <p className={styles.quiet}>How much is in it is counted when it is downloaded or verified.</p>
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
      <ul className={styles.entries}>
        {page.rows.slice(0, shown).map(({ kind, type, name, size, sizeIsHint, damaged }) => (
          <li key={name}>
            <AppLink
              className={styles.entry}
              data-folder={kind === 'folder' || undefined}
              href={entryHref(jobId, { kind, name }, inside)}
              title={visible(name)}
            >
              <EntryIcon kind={kind} type={type} />
              <span className={styles.name}>{visible(name.slice(inside.folder.length))}</span>
            </AppLink>
            {damaged && <DamagedBadge folder={kind === 'folder'} />}
            {kind === 'object' && type !== 'dir' && <Size bytes={size} hint={sizeIsHint} />}
          </li>
        ))}
      </ul>
      {(page.rows.length > shown || page.cursor) && (
        <p className={styles.quiet}>The first {Math.min(shown, page.rows.length)}.</p>
      )}
    </section>
  )
}
