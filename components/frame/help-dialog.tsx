'use client'

import { Modal } from '../ui/modal.tsx'
import styles from './help-dialog.module.css'

const keys: [keys: string[], does: string][] = [
  [['/'], 'Go to the filter'],
  [['↑', '↓'], 'Move through a list'],
  [['Home', 'End'], 'First and last loaded row'],
  [['Enter'], 'Open'],
  [['d'], 'Download the row in hand'],
  [['x'], 'Select the row in hand'],
  [['Backspace'], 'Up one folder'],
  [['Esc'], 'Clear the filter, close'],
  [['?'], 'This help'],
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
      <dl className={styles.keys}>
        {keys.map(([names, does]) => (
          <div key={does}>
            <dt>
              {names.map((name) => (
                <kbd key={name}>{name}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <dl className={styles.words}>
        {words.map(([word, means]) => (
          <div key={word}>
            <dt>{word}</dt>
            <dd>{means}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  )
}
