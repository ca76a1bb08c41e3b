'use client'

import { Autocomplete } from '@base-ui/react/autocomplete'
import { Dialog } from '@base-ui/react/dialog'
import { LoaderCircle, Search } from 'lucide-react'
import { usePathname } from 'next/navigation'
import { useState } from 'react'
import { visible } from '../format/text.ts'
import { useTimes } from '../time/times.tsx'
import { useAddress } from '../ui/use-address.ts'
import { jobCommand, jobInView, places, typed } from './addresses.ts'
import { type Command, grouped, matching } from './command.ts'
import { type FindJobs, type FoundJobs, useFoundJobs } from './found-jobs.ts'
import { commandsOfPage } from './page-commands.ts'

const place =
  'fixed top-[12vh] left-1/2 z-31 max-h-[min(520px,76vh)] w-[min(640px,calc(100vw-32px))] -translate-x-1/2 max-sm:top-2 max-sm:max-h-[calc(100dvh-16px)] max-sm:w-[calc(100vw-16px)]'
const shape = 'flex flex-col overflow-hidden rounded-lg border border-border bg-raised'
const list = 'min-h-0 flex-1 scroll-pt-8 scroll-pb-2 overflow-y-auto overscroll-contain px-2 pt-1 pb-2'
const item =
  'flex min-h-9 cursor-pointer items-center justify-between gap-4 rounded-md px-2 py-1.5 outline-0 max-sm:min-h-11'
const states =
  'aria-disabled:cursor-default aria-disabled:text-faint data-highlighted:bg-accent-soft forced-colors:data-highlighted:outline-2 forced-colors:data-highlighted:-outline-offset-2 forced-colors:data-highlighted:outline-[color:Highlight]'

/** Goes anywhere and does what the page offers, by typing a few letters of it. */
export default function Palette({ findJobs, onClose }: { findJobs: FindJobs; onClose: () => void }) {
  const [text, setText] = useState('')
  const [offered] = useState(() => commandsOfPage(document))
  const { push } = useAddress()
  const { serverNow } = useTimes()
  const jobId = jobInView(usePathname())
  const { answer, looking } = useFoundJobs(text.trim(), findJobs)

  const found = answer?.ok ? answer.found : undefined
  const items = grouped([
    ...matching([...offered.page, ...places(push), ...offered.frame], text),
    ...(found?.jobs ?? []).map((job) => jobCommand(job, serverNow, push)),
    ...typed(text, jobId, push),
  ])

  function choose({ refused, run }: Command) {
    if (refused) return
    onClose()
    requestAnimationFrame(run) // once the focus is back in the page
  }

  return (
    <Dialog.Root onOpenChange={(open) => open || onClose()} open>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-30 bg-[rgb(8_14_20/45%)]" />
        <Dialog.Popup aria-label="Go to or do" className={`${place} ${shape}`}>
          <Autocomplete.Root
            autoHighlight="always"
            filter={null}
            inline
            items={items}
            itemToStringValue={(command: Command) => command.label}
            keepHighlight
            onValueChange={(value, { reason }) => reason !== 'item-press' && setText(value)}
            open
            value={text}
          >
            <div className="flex flex-none items-center gap-2.5 border-border border-b pr-3 pl-4">
              {looking ? (
                <LoaderCircle aria-hidden className="text-muted motion-safe:animate-spin" size={16} />
              ) : (
                <Search aria-hidden className="text-muted" size={16} />
              )}
              <Autocomplete.Input
                aria-label="Go to or do"
                className="h-12 min-w-0 flex-1 text-lg outline-0"
                placeholder={
                  jobId === undefined
                    ? 'A page, a job, something to do'
                    : 'A page, a job, a name in this job, something to do'
                }
                spellCheck={false}
              />
              <Close />
            </div>
            <Autocomplete.List aria-label="What can be done" className={list}>
              {(group: { value: string; items: Command[] }) => (
                <Autocomplete.Group items={group.items} key={group.value}>
                  <Autocomplete.GroupLabel className="px-2 pt-2.5 pb-1 text-muted text-sm">
                    {group.value}
                  </Autocomplete.GroupLabel>
                  <Autocomplete.Collection>
                    {(command: Command) => (
                      <Autocomplete.Item
                        aria-disabled={command.refused || undefined}
                        className={`${item} ${states}`}
                        key={command.id}
                        onClick={() => choose(command)}
                        value={command}
                      >
                        <span className="isolate-text min-w-0 truncate">{visible(command.label)}</span>
                        {command.hint && (
                          <span className="max-w-3/5 flex-none truncate text-muted text-sm">{command.hint}</span>
                        )}
                      </Autocomplete.Item>
                    )}
                  </Autocomplete.Collection>
                </Autocomplete.Group>
              )}
            </Autocomplete.List>
            <p
              className="min-h-8.25 flex-none border-border border-t bg-surface px-4 py-1.5 text-muted text-sm"
              role="status"
            >
              {text.trim() === '' ? 'Jobs are found by their resource or id.' : lookedAt(found, looking, answer)}
            </p>
          </Autocomplete.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** Tells the key where there is a keyboard; its name says as well what it does. */
function Close() {
  return (
    <Dialog.Close className="h-6 flex-none rounded-sm border border-border bg-surface px-2 text-muted text-xs max-sm:h-8">
      <span className="max-sm:hidden">Esc</span>
      <span className="sm:absolute sm:size-px sm:overflow-hidden sm:[clip-path:inset(50%)]">Close</span>
    </Dialog.Close>
  )
}

const among = {
  all: 'Looked at every job.',
  newest: 'Looked at the newest 1,000 jobs; the list of jobs finds older ones.',
  remembered: 'This endpoint does not list jobs: looked at those opened here before.',
}

function lookedAt(
  found: FoundJobs | undefined,
  looking: boolean,
  answer: ReturnType<typeof useFoundJobs>['answer'],
): string {
  if (answer && !answer.ok) return `Jobs could not be looked at. ${answer.error.message}`
  if (!found) return looking ? 'Looking for jobs…' : ''
  const count = found.jobs.length === 0 ? 'No job matches. ' : ''
  return count + among[found.among]
}
