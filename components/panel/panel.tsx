'use client'

import { ChevronDown, ChevronUp, File, Folder, X } from 'lucide-react'
import type { ObjectsParams } from '#lib/search-params/objects.ts'
import type { ArchiveActions } from '../archive/archive-actions.ts'
import { visible } from '../format/text.ts'
import { ToolButton } from '../ui/tool-button.tsx'
import type { VerificationActions } from '../verification/task.ts'
import { FolderInHand } from './folder-in-hand.tsx'
import type { PanelActions } from './in-hand.ts'
import { ObjectInHand } from './object-in-hand.tsx'
import { Sheet } from './sheet.tsx'
import { Side } from './side.tsx'

const head = 'sticky top-0 z-1 -mx-5 flex gap-2 border-border border-b bg-bg py-3 pr-3 pl-5'
const title = 'wrap-anywhere isolate-text line-clamp-3 min-w-0 flex-1 py-1 text-lg leading-6 max-sm:py-2'

interface Props {
  jobId: string
  params: ObjectsParams
  name: string
  /** Room for it beside the list; else it covers it. */
  wide: boolean
  actions: PanelActions & { verification: VerificationActions; archive: ArchiveActions }
  /** Why a folder cannot be downloaded. */
  refused: string | undefined
  /** Goes to the entry before or after; resolves with false where there is none. */
  step: (by: 1 | -1) => void
  /** The end of the list that was run into. */
  edge: 1 | -1 | undefined
  onClose: () => void
}

/** The thing in hand, beside the list it stands in. */
export default function Panel({ jobId, params, name, wide, actions, refused, step, edge, onClose }: Props) {
  const folder = params.view === 'folders' && name.endsWith('/')
  const Frame = wide ? Side : Sheet
  const Icon = folder ? Folder : File
  return (
    <Frame close={onClose} label={`Details of ${visible(name)}`}>
      <header className={`${head} max-sm:-mx-4 max-sm:py-2 max-sm:pr-1 max-sm:pl-4`}>
        <Icon aria-hidden className={`mt-2 max-sm:mt-3 ${folder ? 'text-accent' : 'text-faint'}`} size={16} />
        <h2 className={title} title={visible(name)}>
          {visible(name.slice(params.folder.length)) || visible(name)}
        </h2>
        <div className="flex flex-none">
          <ToolButton
            Icon={ChevronUp}
            label="Previous"
            onClick={() => step(-1)}
            refused={edge === -1 ? 'This is the first one' : undefined}
          />
          <ToolButton
            Icon={ChevronDown}
            label="Next"
            onClick={() => step(1)}
            refused={edge === 1 ? 'This is the last one' : undefined}
          />
          <ToolButton Icon={X} label="Close" onClick={onClose} />
        </div>
      </header>
      {folder ? (
        <FolderInHand actions={actions} jobId={jobId} name={name} params={params} refused={refused} />
      ) : (
        <ObjectInHand actions={actions} jobId={jobId} name={name} params={params} />
      )}
    </Frame>
  )
}
