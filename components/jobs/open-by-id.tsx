'use client'

import type { FormEvent } from 'react'
import { objectsHref } from '#lib/search-params/objects.ts'
import { control, controlButton } from '../ui/control.ts'
import { Press } from '../ui/press.tsx'
import { useAddress } from '../ui/use-address.ts'
import own from './open-by-id.module.css'

/** Goes to a job by its id, listed or not; before the page has come alive the server does it (`/jobs?open=`). */
export function OpenById() {
  const { push } = useAddress()

  function open(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const id = String(new FormData(event.currentTarget).get('open') ?? '').trim()
    if (id) push(objectsHref(id))
  }

  return (
    <form action="/jobs" className={own.form} onSubmit={open}>
      <input
        aria-label="Job id"
        autoComplete="off"
        className={`${control} px-2.5`}
        name="open"
        placeholder="Job id"
        required
        spellCheck={false}
        type="text"
      />
      <Press className={controlButton} type="submit">
        Open
      </Press>
    </form>
  )
}
