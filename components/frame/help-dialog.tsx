'use client'

import { Modal } from '../ui/modal.tsx'

const heading = 'mt-4 mb-2 font-medium text-muted text-sm'
const list = 'grid gap-1.5'
const row = 'grid grid-cols-[104px_1fr] gap-4'
const cap =
  'mr-1 inline-block min-w-5.5 rounded-sm border border-border bg-surface px-1.5 text-center font-sans text-xs'

type Key = [keys: string[], does: string]

const places: [where: string, keys: Key[]][] = [
  [
    'Everywhere',
    [
      [['Ctrl', 'K'], 'Go to a page, a job or a name; do what the page offers (⌘K on a Mac)'],
      [['?'], 'This help'],
      [['Esc'], 'Close what is open, clear the filter'],
    ],
  ],
  [
    'Lists: jobs, objects, chunks, restores, damage',
    [
      [['/'], 'Go to the filter'],
      [['↑', '↓'], 'From row to row; ↓ also from the filter, or from nowhere, into the list'],
      [['Home', 'End'], 'First and last loaded row'],
      [['Enter'], 'Open the row'],
      [['Space'], 'Look at the row without leaving the list: a job’s details, an object’s preview'],
    ],
  ],
  [
    'Objects of a job',
    [
      [['d'], 'Download what is selected, else the row'],
      [['x'], 'Select the row; with Shift and a click all rows from the last one'],
      [['Ctrl', 'A'], 'Select all of the folder; behind filters the rows read so far'],
    ],
  ],
  ['Folders, objects and what lies below', [[['Backspace'], 'Up one step; Alt ↑ as well']]],
]

const words: [word: string, means: string][] = [
  ['Job', 'One backup of one resource, with all its objects.'],
  ['Object', 'A named sequence of chunks: a file, as a rule.'],
  ['Chunk', 'Up to 64 MiB, known by its SHA-256.'],
  ['Checksum', 'SHA-256 over the digests of an object’s chunks, in order.'],
  ['Download', 'To your computer, through this page, every chunk checked.'],
  ['Restore', 'Written to a path, by the command line.'],
  ['Verify', 'Read and hash, to find damage before it is needed.'],
]

export default function HelpDialog({ onClose }: { onClose: () => void }) {
  return (
    <Modal onClose={onClose} title="Keys and words">
      {places.map(([where, keys]) => (
        <section key={where}>
          <h3 className={heading}>{where}</h3>
          <dl className={list}>
            {keys.map(([names, does]) => (
              <div className={row} key={does}>
                <dt>
                  {names.map((name) => (
                    <kbd className={cap} key={name}>
                      {name}
                    </kbd>
                  ))}
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <h3 className={heading}>Words</h3>
      <dl className={list}>
        {words.map(([word, means]) => (
          <div className={row} key={word}>
            <dt className="font-medium">{word}</dt>
            <dd className="text-muted">{means}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  )
}
