'use client'

import { useId } from 'react'
import { encodingTitles, type TextEncoding, textEncodings } from '#lib/preview/encodings.ts'
import { Select } from '../ui/select.tsx'
import { TextPane, type TextPlace } from './text-pane.tsx'
import type { ByteSource } from './window.ts'

export interface ToldEncoding {
  /** What the bytes look like; undefined where they are no text in any encoding that is looked for. */
  encoding: TextEncoding | undefined
  /** Nothing in the bytes proves it. */
  guess: boolean
}

interface Props extends TextPlace {
  source: ByteSource
  label: string
  told: ToldEncoding
  /** The encoding a person chose instead. */
  chosen: TextEncoding | null
  choose: (encoding: TextEncoding | null) => void
}

/** Text in the encoding its bytes tell, or in another one that is chosen; a guess is called one. */
export function EncodedText({ told, chosen, choose, ...pane }: Props) {
  const id = useId()
  const encoding = chosen ?? told.encoding ?? 'utf-8'
  return (
    <TextPane {...pane} charset={encoding} key={encoding} note={encoding === chosen ? undefined : noteOf(told)}>
      <span className="inline-flex items-center gap-1.5">
        <label htmlFor={id}>Encoding</label>
        <Select
          choose={(value) => choose(value === told.encoding ? null : (value as TextEncoding))}
          id={id}
          value={encoding}
        >
          {textEncodings.map((one) => (
            <option key={one} value={one}>
              {encodingTitles[one]}
            </option>
          ))}
        </Select>
      </span>
    </TextPane>
  )
}

function noteOf({ encoding, guess }: ToldEncoding): string | undefined {
  if (!encoding) return 'This does not look like text in an encoding that is recognized. It is shown as UTF-8.'
  return guess ? `The encoding is a guess: the bytes read as ${encodingTitles[encoding]}.` : undefined
}
