'use client'

import { Dialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import styles from './help-dialog.module.css'

const keys: [keys: string[], does: string][] = [
  [['/'], 'Go to the filter'],
  [['↑', '↓'], 'Move through a list'],
  [['Home', 'End'], 'First and last loaded row'],
  [['Enter'], 'Open'],
  [['d'], 'Download the row in hand'],
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
]

export default function HelpDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog.Root onOpenChange={(open) => open || onClose()} open>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.popup}>
          <div className={styles.head}>
            <Dialog.Title className={styles.title}>Keys and words</Dialog.Title>
            <Dialog.Close aria-label="Close" className={styles.close}>
              <X aria-hidden size={16} />
            </Dialog.Close>
          </div>
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
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
