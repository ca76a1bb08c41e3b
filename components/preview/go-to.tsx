'use client'

import { type FormEvent, useId, useState } from 'react'
import { formatCount } from '../format/size.ts'
import styles from './go-to.module.css'
import { parseOffset } from './hex.ts'

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
    <form className={styles.form} onSubmit={submit}>
      <label className={styles.label} htmlFor={id}>
        Go to offset
      </label>
      <input
        aria-describedby={problem && `${id}problem`}
        aria-invalid={problem ? true : undefined}
        autoComplete="off"
        className={styles.field}
        id={id}
        name="offset"
        placeholder="4096 or 0x1000"
        spellCheck={false}
      />
      <span className={styles.problem} id={`${id}problem`} role="status">
        {problem}
      </span>
    </form>
  )
}
