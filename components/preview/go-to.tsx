'use client'

import { type FormEvent, useId, useState } from 'react'
import { formatCount } from '../format/size.ts'
import { parseOffset } from './hex.ts'

const field =
  'h-7 w-34 rounded-md border border-border-strong bg-bg px-2 font-mono text-sm aria-invalid:border-danger max-sm:h-10 max-sm:w-46 max-sm:text-lg'

/** Goes to an offset that is typed, decimal or hexadecimal. */
export function GoTo({ length, go }: { length: number; go: (offset: number) => void }) {
  const id = useId()
  const [problem, setProblem] = useState<string>()

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const offset = parseOffset(String(new FormData(event.currentTarget).get('offset')))
    if (offset === undefined) return setProblem('A number, or 0x and hexadecimal digits.')
    if (offset >= length) return setProblem(`The last byte is at ${formatCount(length - 1)}.`)
    setProblem(undefined)
    go(offset)
  }

  return (
    <form className="flex flex-wrap items-center gap-x-2 gap-y-1" onSubmit={submit}>
      <label className="text-muted text-sm" htmlFor={id}>
        Go to offset
      </label>
      <input
        aria-describedby={problem && `${id}problem`}
        aria-invalid={problem ? true : undefined}
        autoComplete="off"
        className={field}
        id={id}
        name="offset"
        placeholder="4096 or 0x1000"
        spellCheck={false}
      />
      <span className="text-danger text-sm" id={`${id}problem`} role="status">
        {problem}
      </span>
    </form>
  )
}
