import { shorten } from '../format/text.ts'
import { CopyButton } from './copy-button.tsx'

/** A checksum, shortened in the middle and copied whole. `what` it is of stands in the button's name. */
export function Checksum({ text, what }: { text: string; what: string }) {
  return (
    <>
      <code title={text}>{shorten(text, 16, 6)}</code>
      <CopyButton text={text} what={what} />
    </>
  )
}
