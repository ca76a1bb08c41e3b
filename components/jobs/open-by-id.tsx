'use client'

import type { FormEvent } from 'react'
import { objectsHref } from '#lib/search-params/objects.ts'
import { Press } from '../ui/press.tsx'
import { useAddress } from '../ui/use-address.ts'

/** Goes to a job by its id, listed or not; before the page has come alive the server does it (`/jobs?open=`). */
export function OpenById() {
  const { push } = useAddress()

  function open(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const id = String(new FormData(event.currentTarget).get('open') ?? '').trim()
    if (id) push(objectsHref(id))
  }

  return (
    <form
      action="/jobs"
      className="flex min-w-0 flex-1 justify-end gap-2 [&>input]:min-w-0 [&>input]:max-w-70"
      onSubmit={open}
    >
      <input
        aria-label="Job id"
        autoComplete="off"
        className={`control px-2.5`}
        name="open"
        placeholder="Job id"
        required
        spellCheck={false}
        type="text"
      />
      <Press className="control-button" type="submit">
        Open
      </Press>
    </form>
  )
}
