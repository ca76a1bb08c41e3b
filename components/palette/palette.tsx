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
import styles from './palette.module.css'

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
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup aria-label="Go to or do" className={styles.popup}>
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
            <div className={styles.field}>
              {looking ? <LoaderCircle aria-hidden size={16} /> : <Search aria-hidden size={16} />}
              <Autocomplete.Input
                aria-label="Go to or do"
                className={styles.input}
                placeholder={
                  jobId === undefined
                    ? 'A page, a job, something to do'
                    : 'A page, a job, a name in this job, something to do'
                }
                spellCheck={false}
              />
              <Dialog.Close className={styles.close}>
                <span className={styles.esc}>Esc</span>
                <span className={styles.word}>Close</span>
              </Dialog.Close>
            </div>
            <Autocomplete.List aria-label="What can be done" className={styles.list}>
              {(group: { value: string; items: Command[] }) => (
                <Autocomplete.Group className={styles.group} items={group.items} key={group.value}>
                  <Autocomplete.GroupLabel className={styles.label}>{group.value}</Autocomplete.GroupLabel>
                  <Autocomplete.Collection>
                    {(command: Command) => (
                      <Autocomplete.Item
                        aria-disabled={command.refused || undefined}
                        className={styles.item}
                        key={command.id}
                        onClick={() => choose(command)}
                        value={command}
                      >
                        <span className={styles.what}>{visible(command.label)}</span>
                        {command.hint && <span className={styles.hint}>{command.hint}</span>}
                      </Autocomplete.Item>
                    )}
                  </Autocomplete.Collection>
                </Autocomplete.Group>
              )}
            </Autocomplete.List>
            <p className={styles.foot} role="status">
              {text.trim() === '' ? 'Jobs are found by their resource or id.' : lookedAt(found, looking, answer)}
            </p>
          </Autocomplete.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
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
